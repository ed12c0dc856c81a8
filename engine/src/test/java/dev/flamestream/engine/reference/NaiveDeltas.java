package dev.flamestream.engine.reference;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Differences of one cumulative series taken the plainest way: maps of text to numbers without an end, the whole newest profile of a series. */
public final class NaiveDeltas {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private Map<String, BigInteger> before = new HashMap<>();
    private long beforeMillis = Long.MIN_VALUE;
    private boolean isFirst = true;

    /** What the profile counts, by type and counter, zeros left out; all types are told in one map. */
    public SortedMap<String, Long> take(long timeMillis, Map<String, Long> cumulative) {
        SortedMap<String, Long> counted = new TreeMap<>();
        if (timeMillis <= beforeMillis) {
            return counted;
        }
        Map<String, BigInteger> now = new HashMap<>();
        cumulative.forEach((counter, value) -> now.put(counter, BigInteger.valueOf(value)));
        Set<String> all = new HashSet<>(now.keySet());
        all.addAll(before.keySet());
        boolean restarted = all.stream().anyMatch(counter -> value(now, counter).compareTo(value(before, counter)) < 0);
        for (String counter : all) {
            BigInteger from = restarted ? BigInteger.ZERO : value(before, counter);
            long difference = difference(value(now, counter), from);
            if (!isFirst && difference != 0) {
                counted.put(counter, difference);
            }
        }
        before = now;
        beforeMillis = timeMillis;
        isFirst = false;
        return counted;
    }

    private static BigInteger value(Map<String, BigInteger> values, String counter) {
        return values.getOrDefault(counter, BigInteger.ZERO);
    }

    /** A number at an end of the range may stand for any past it. */
    private static long difference(BigInteger now, BigInteger before) {
        if (now.equals(MAX) || now.equals(MIN)) {
            return now.longValueExact();
        }
        return before.equals(MIN)
                ? Long.MAX_VALUE
                : now.subtract(before).min(MAX).longValueExact();
    }
}
