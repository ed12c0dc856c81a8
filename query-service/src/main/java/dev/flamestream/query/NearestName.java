package dev.flamestream.query;

import java.util.Collection;
import java.util.Comparator;

/** The known name that somebody may have meant. */
final class NearestName {
    private NearestName() {}

    /** The name that the fewest changes of single letters make of a wrong one. */
    static String of(String wrong, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> changes(wrong, name)))
                .orElseThrow(() -> new IllegalArgumentException("no names to choose from"));
    }

    /** Insertions, deletions and replacements, by Wagner and Fischer's table of which one row is kept. */
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
