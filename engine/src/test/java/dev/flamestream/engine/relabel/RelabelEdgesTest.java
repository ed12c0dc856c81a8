package dev.flamestream.engine.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.record.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Relabelling where one would easily go astray. */
class RelabelEdgesTest {
    @ParameterizedTest
    @CsvSource({
        // A name is as long as it can be.
        "x$1y, x",
        "x${1}y, xfy",
        "$0, foo",
        "$2, oo",
        "${first}, f",
        "$first, f",
        // No such group.
        "x$3, x",
        "x${none}, x",
        "x$99999999999, x",
        "x$01, x",
        // No reference.
        "x$, x$",
        "x${}, x${}",
        "x${1, x${1",
        "x${1-}, x${1-}",
        "$$1, $1",
        "$-$1, $-f",
    })
    void expandsAsGoDoes(String replacement, String expected) {
        assertThat(apply(
                        Labels.of("a", "foo"),
                        rule("a", "regex", "(?P<first>f)(.*)", "target_label", "d", "replacement", replacement)))
                .hasValue(Labels.of("a", "foo", "d", expected));
    }

    @Test
    void aGroupThatTookNoPartIsNothing() {
        assertThat(apply(
                        Labels.of("a", "foo"),
                        rule("a", "regex", "(bar)?foo", "target_label", "d", "replacement", "<$1>")))
                .hasValue(Labels.of("a", "foo", "d", "<>"));
    }

    @ParameterizedTest
    @CsvSource({"foo|foobar, true", "foo, false", "oobar, false", "(?i)FOOBAR, true", "'', false"})
    void aPatternMustMatchTheWhole(String regex, boolean isKept) {
        assertThat(apply(Labels.of("a", "foobar"), rule("a", "action", "keep", "regex", regex))
                        .isPresent())
                .isEqualTo(isKept);
    }

    @Test
    void aDotIsAlsoALineBreak() {
        assertThat(apply(Labels.of("a", "x\ny"), rule("a", "action", "drop", "regex", "x.y")))
                .isEmpty();
    }

    @Test
    void labelsThatAreAbsentAreJoinedAsEmpty() {
        assertThat(apply(Labels.of("b", "x"), rule("a,b,c", "target_label", "d")))
                .hasValue(Labels.of("b", "x", "d", ";x;"));
    }

    @ParameterizedTest
    @CsvSource({"keepequal, foo, true", "keepequal, bar, false", "dropequal, foo, false", "dropequal, bar, true"})
    void comparesWithTheTarget(String action, String target, boolean isKept) {
        Labels given = Labels.of("a", "foo", "b", target);

        Optional<Labels> found = apply(given, rule("a", "action", action, "target_label", "b"));

        assertThat(found.isPresent()).isEqualTo(isKept);
        found.ifPresent(labels -> assertThat(labels).isSameAs(given));
    }

    @Test
    void labelsThatAreBothAbsentAreEqual() {
        assertThat(apply(Labels.EMPTY, rule("a", "action", "dropequal", "target_label", "b")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "lowercase, FoO-1, foo-1",
        "uppercase, FoO-1, FOO-1",
        "uppercase, stra\u00dfe, STRA\u00dfE",
        "lowercase, \u039f\u03a3, \u03bf\u03c3"
    })
    void changesEachLetterForItself(String action, String value, String expected) {
        assertThat(apply(Labels.of("a", value), rule("a", "action", action, "target_label", "d")))
                .hasValue(Labels.of("a", value, "d", expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lowercase", "uppercase"})
    void nothingInOtherLettersTakesTheTargetAway(String action) {
        assertThat(apply(Labels.of("d", "x"), rule("a", "action", action, "target_label", "d")))
                .hasValue(Labels.EMPTY);
    }

    /** Of md5("foo;bar") the last eight bytes are ddadc4ed9df31f3e: reckoned with md5sum and Python. */
    @Test
    void hashIsTheOneThatMd5sumSays() {
        assertThat(apply(
                        Labels.of("a", "foo", "b", "bar"),
                        rule("a,b", "action", "hashmod", "target_label", "d", "modulus", "1000")))
                .hasValue(Labels.of("a", "foo", "b", "bar", "d", "750"));
    }

    /** Half of the hashes have their highest bit set, and a signed remainder of those would be below 0. */
    @Test
    void hashHasNoSign() throws Exception {
        RelabelRule rule = rule("a", "action", "hashmod", "target_label", "d", "modulus", "7");
        for (int i = 0; i < 100; i++) {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(("v" + i).getBytes(StandardCharsets.UTF_8));
            long hash = ByteBuffer.wrap(md5, 8, 8).getLong();

            assertThat(apply(Labels.of("a", "v" + i), rule))
                    .hasValue(Labels.of("a", "v" + i, "d", Long.toUnsignedString(Long.remainderUnsigned(hash, 7))));
        }
    }

    @Test
    void labelmapOnNothingButNamesThatMatchWhole() {
        Labels given = Labels.of("ab", "1", "abc", "2");

        assertThat(apply(given, rule("", "action", "labelmap", "regex", "a(b)")))
                .hasValue(Labels.of("ab", "1", "abc", "2", "b", "1"));
        assertThat(apply(given, rule("", "action", "labelmap", "regex", "b")).orElseThrow())
                .isSameAs(given);
        assertThat(apply(given, rule("", "action", "labelmap")).orElseThrow())
                .as("each to its own name")
                .isSameAs(given);
    }

    @ParameterizedTest
    @CsvSource({"labeldrop, z", "labelkeep, a|b", "labelkeep, .*"})
    void namesThatAllStayAreNotMadeAnew(String action, String regex) {
        Labels given = Labels.of("a", "1", "b", "2");

        assertThat(apply(given, rule("", "action", action, "regex", regex)).orElseThrow())
                .isSameAs(given);
    }

    @Test
    void replacingAValueByItselfIsNoChange() {
        Labels given = Labels.of("a", "1");

        assertThat(apply(given, rule("a", "target_label", "a")).orElseThrow()).isSameAs(given);
        assertThat(apply(given, rule("b", "target_label", "c")).orElseThrow())
                .as("taking away what is not there")
                .isSameAs(given);
    }

    @Test
    void noRulesChangeNothing() {
        Labels given = Labels.of("a", "1");

        assertThat(RelabelRules.NONE.isEmpty()).isTrue();
        assertThat(RelabelRules.of(List.of())).isSameAs(RelabelRules.NONE);
        assertThat(RelabelRules.NONE.apply(given).orElseThrow()).isSameAs(given);
        assertThat(RelabelRules.of(List.of(rule("a", "target_label", "b"))).isEmpty())
                .isFalse();
    }

    private static Optional<Labels> apply(Labels labels, RelabelRule rule) {
        return RelabelRules.of(List.of(rule)).apply(labels);
    }

    private static RelabelRule rule(String sources, String... fields) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        return RelabelRule.of(map, sources.isEmpty() ? List.of() : List.of(sources.split(",")));
    }
}
