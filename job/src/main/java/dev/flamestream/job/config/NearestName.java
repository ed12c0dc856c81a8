package dev.flamestream.job.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody who wrote a name that is none most likely meant. */
final class NearestName {
    private NearestName() {}

    /** The name that the fewest letters added, taken away or changed make of the given one; the first of those in order. */
    static String to(String wrong, Collection<String> names) {
        return names.stream()
                .sorted()
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
