package dev.flamestream.engine.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.schemas.record.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RelabelRulesTest {
    private static final Labels GIVEN = Labels.of("a", "foo", "b", "bar", "c", "baz");
    private static final Optional<Labels> DROPPED = Optional.empty();

    static Stream<Arguments> cases() {
        return Stream.of(
                of(
                        "replace",
                        rule("a", "regex", "f(.*)", "target_label", "d", "replacement", "ch${1}-ch${1}"),
                        with("d", "choo-choo")),
                of(
                        "replace joins",
                        rule("a,b", "regex", "f(.*);(.*)r", "target_label", "a", "replacement", "b${1}${2}m"),
                        with("a", "boobam")),
                of(
                        "replace with another separator",
                        rule("a,b", "separator", "", "target_label", "d"),
                        with("d", "foobar")),
                of(
                        "replace without a match",
                        rule("a", "regex", "f", "target_label", "b", "replacement", "bar2"),
                        given()),
                of(
                        "replace of a label that is not there",
                        rule("x", "target_label", "d", "replacement", "set"),
                        with("d", "set")),
                of(
                        "replace by nothing takes the label away",
                        rule("a", "regex", "f(.*)", "target_label", "b", "replacement", "$2"),
                        with("b", "")),
                of(
                        "replace into a name that comes from the match",
                        rule("a", "regex", "(f).*", "target_label", "${1}_x", "replacement", "v"),
                        with("f_x", "v")),
                of("replace into what is no name", rule("a", "target_label", "$1-x", "replacement", "v"), given()),
                of(
                        "a named group",
                        rule("a", "regex", "(?P<first>.).*", "target_label", "d", "replacement", "${first}"),
                        with("d", "f")),
                of("a dollar", rule("a", "target_label", "d", "replacement", "$$1 $ ${"), with("d", "$1 $ ${")),
                of("keep", rule("a", "action", "keep", "regex", "foo"), given()),
                of("keep without a match", rule("a", "action", "keep", "regex", "fo"), DROPPED),
                of("drop", rule("a", "action", "drop", "regex", ".*o.*"), DROPPED),
                of("drop without a match", rule("a", "action", "drop", "regex", "o"), given()),
                of("keepequal", rule("a", "action", "keepequal", "target_label", "b"), DROPPED),
                of("dropequal", rule("a", "action", "dropequal", "target_label", "a"), DROPPED),
                of("dropequal of others", rule("a", "action", "dropequal", "target_label", "b"), given()),
                of(
                        "labelmap",
                        rule("", "action", "labelmap", "regex", "(b|c)", "replacement", "my_$1"),
                        Optional.of(GIVEN.with("my_b", "bar").with("my_c", "baz"))),
                of("labeldrop", rule("", "action", "labeldrop", "regex", "(b|c)"), Optional.of(Labels.of("a", "foo"))),
                of(
                        "labelkeep",
                        rule("", "action", "labelkeep", "regex", "(b|c)"),
                        Optional.of(Labels.of("b", "bar", "c", "baz"))),
                of("lowercase", rule("a", "action", "lowercase", "target_label", "a"), given()),
                of("uppercase", rule("a", "action", "UpperCase", "target_label", "d"), with("d", "FOO")),
                // md5("foo") is acbd18db4cc2f85cedef654fccc4a4d8, of which the last eight bytes count.
                of(
                        "hashmod",
                        rule("a", "action", "hashmod", "target_label", "d", "modulus", "1000"),
                        with("d", Long.toUnsignedString(Long.remainderUnsigned(0xedef654fccc4a4d8L, 1000)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void doesAsPrometheusDoes(String what, RelabelRule rule, Optional<Labels> expected) {
        Optional<Labels> found = RelabelRules.of(List.of(rule)).apply(GIVEN);

        assertThat(found).isEqualTo(expected);
        if (expected.equals(given())) {
            assertThat(found.orElseThrow())
                    .as("what does not change is not made anew")
                    .isSameAs(GIVEN);
        }
    }

    /** Labels have such names here; a rule that named one did nothing once, without a word. */
    @Test
    void aTargetMayHaveAnyNameOfALabel() {
        assertThat(RelabelRules.of(List.of(rule("a", "target_label", "k8s.zone")))
                        .apply(GIVEN))
                .isEqualTo(with("k8s.zone", "foo"));
    }

    @Test
    void rulesAreDoneInOrder() {
        RelabelRule aToD = rule("a", "target_label", "d");
        RelabelRule dropD = rule("d", "action", "drop", "regex", "foo");

        assertThat(RelabelRules.of(List.of(aToD, dropD)).apply(GIVEN)).isEmpty();
        assertThat(RelabelRules.of(List.of(dropD, aToD)).apply(GIVEN)).hasValue(GIVEN.with("d", "foo"));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Map.of("action", "explode"), List.of(), "action: expected one of replace, keep,"),
                Arguments.of(Map.of("regex", "("), List.of("a"), "regex: expected an RE2 pattern, found"),
                Arguments.of(Map.of("action", "hashmod", "target_label", "d"), List.of("a"), "modulus: hashmod needs"),
                Arguments.of(
                        Map.of("action", "hashmod", "target_label", "d", "modulus", "0"),
                        List.of("a"),
                        "modulus: hashmod needs"),
                Arguments.of(Map.of("modulus", "3", "target_label", "d"), List.of("a"), "modulus: only hashmod"),
                Arguments.of(Map.of(), List.of("a"), "target_label: replace needs one"),
                Arguments.of(Map.of("action", "keepequal"), List.of("a"), "target_label: keepequal needs one"),
                Arguments.of(
                        Map.of("action", "labeldrop", "regex", "x"),
                        List.of("a"),
                        "source_labels: labeldrop takes regex alone"),
                Arguments.of(Map.of("target", "d"), List.of("a"), "target: no such field"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void saysWhatIsWrongWithARule(Map<String, String> fields, List<String> sources, String message) {
        assertThatThrownBy(() -> RelabelRule.of(fields, sources))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static Arguments of(String what, RelabelRule rule, Optional<Labels> expected) {
        return Arguments.of(what, rule, expected);
    }

    private static Optional<Labels> given() {
        return Optional.of(GIVEN);
    }

    private static Optional<Labels> with(String name, String value) {
        return Optional.of(GIVEN.with(name, value));
    }

    private static RelabelRule rule(String sources, String... fields) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        return RelabelRule.of(map, sources.isEmpty() ? List.of() : List.of(sources.split(",", -1)));
    }
}
