package dev.flamestream.engine.relabel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of each rule that cannot be used. */
class RelabelFaultsTest {
    private static final List<String> NO_SOURCES = List.of();

    @Test
    void listsTheActions() {
        assertFault(
                Map.of("action", "explode"),
                NO_SOURCES,
                "action: expected one of replace, keep, drop, keepequal, dropequal, hashmod, labelmap, labeldrop, labelkeep, "
                        + "lowercase, uppercase, found \"explode\"");
    }

    @Test
    void listsTheFields() {
        assertFault(
                Map.of("target", "d"),
                NO_SOURCES,
                "target: no such field, known are source_labels, action, modulus, regex, replacement, separator, target_label");
    }

    @Test
    void boundsThePattern() {
        assertFault(
                Map.of("regex", "a".repeat(16_385), "target_label", "d"),
                NO_SOURCES,
                "regex: expected an RE2 pattern, found 16385 characters, where 16384 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a**", "(?=a)", "[b-a]"})
    void refusesWhatIsNoPattern(String regex) {
        assertThatThrownBy(() -> RelabelRule.of(Map.of("regex", regex, "target_label", "d"), NO_SOURCES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("regex: expected an RE2 pattern, found error parsing regexp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replace", "keepequal", "dropequal", "hashmod", "lowercase", "uppercase"})
    void wantsATarget(String action) {
        String message = "target_label: " + action + " needs one, found none";

        assertFault(Map.of("action", action), List.of("a"), message);
        assertFault(Map.of("action", action, "target_label", ""), List.of("a"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "x", "00", "1000000000000000000"})
    void wantsAModulusThatIsANumber(String modulus) {
        assertFault(
                Map.of("action", "hashmod", "target_label", "d", "modulus", modulus),
                List.of("a"),
                "modulus: hashmod needs a number from 1 to 10^18 - 1, found \"" + modulus + "\"");
    }

    @Test
    void wantsAModulus() {
        assertFault(
                Map.of("action", "hashmod", "target_label", "d"),
                List.of("a"),
                "modulus: hashmod needs a number from 1 to 10^18 - 1, found \"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3"})
    void wantsNoModulusElsewhere(String modulus) {
        assertFault(
                Map.of("target_label", "d", "modulus", modulus),
                List.of("a"),
                "modulus: only hashmod takes one, found \"" + modulus + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "labeldrop, separator",
        "labeldrop, target_label",
        "labeldrop, replacement",
        "labelkeep, separator",
        "labelkeep, target_label",
        "labelkeep, replacement"
    })
    void rulesOnNamesTakeNoOtherFields(String action, String field) {
        Map<String, String> fields = new HashMap<>(Map.of("action", action, "regex", "x"));
        fields.put(field, "d");

        assertFault(fields, NO_SOURCES, field + ": " + action + " takes regex alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"labeldrop", "labelkeep"})
    void rulesOnNamesTakeNoSources(String action) {
        assertFault(
                Map.of("action", action, "regex", "x"),
                List.of("a"),
                "source_labels: " + action + " takes regex alone");
    }

    private static void assertFault(Map<String, String> fields, List<String> sources, String message) {
        assertThatThrownBy(() -> RelabelRule.of(fields, sources))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
