package dev.flamestream.standalone.acceptance;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares sums by stack with a message that fits a screen: two maps of 40,000 stacks printed whole would not fit memory. */
final class Sums {
    private static final int MAX_SHOWN = 5;
    private static final int MAX_KEY_CHARACTERS = 300;

    private Sums() {}

    static void assertSame(String what, Map<String, Long> expected, Map<String, Long> found) {
        if (expected.equals(found)) {
            return;
        }
        List<String> differing = Stream.concat(expected.keySet().stream(), found.keySet().stream())
                .distinct()
                .filter(key -> !expected.getOrDefault(key, 0L).equals(found.getOrDefault(key, 0L)))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
        String shown = differing.stream()
                .limit(MAX_SHOWN)
                .map(key -> "  " + key.substring(Math.max(0, key.length() - MAX_KEY_CHARACTERS)) + ": expected "
                        + expected.get(key) + ", found " + found.get(key))
                .collect(Collectors.joining("\n"));
        throw new AssertionError(what + ": expected " + expected.size() + " stacks, total " + total(expected)
                + ", found " + found.size() + ", total " + total(found) + "; " + differing.size() + " differ:\n"
                + shown);
    }

    static long total(Map<String, Long> sums) {
        return sums.values().stream().mapToLong(Long::longValue).sum();
    }
}
