package dev.flamestream.engine.section;

import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which series the profiles of a section belong to, where they stand series after series: runs of profiles with the same labels.
 *
 * <p>Says of an hour of twenty pods in 200 bytes what two columns of labels say row by row. Immutable. Labels are made when they
 * are asked for: a footer that is held for long holds numbers.
 */
public final class SeriesRuns {
    /** No runs: the rows say it themselves. */
    public static final SeriesRuns NONE = new SeriesRuns(List.of(), List.of(), new int[0]);

    /** With shorter runs than this on average they would be more than some hundredths of their rows' bytes. */
    private static final int MIN_PROFILES_PER_RUN = 8;

    private final List<String> names;
    private final List<String> texts;
    /** For each run: how many profiles, then for each name one more than the index of the text that is its value, 0 for none. */
    private final int[] packed;

    /**
     * Runs as a section index has them.
     *
     * @param names the labels that any of the series has
     * @param texts among others, all values
     * @param packed for each run its number of profiles, then for each name one more than the index of its value, 0 for none
     */
    public SeriesRuns(List<String> names, List<String> texts, int[] packed) {
        if (packed.length % (names.size() + 1) != 0) {
            throw new IllegalArgumentException("runs of " + names.size() + " labels in " + packed.length + " numbers");
        }
        this.names = names;
        this.texts = texts;
        this.packed = packed;
    }

    /**
     * The runs of a section's profiles; none where they are too short to be worth it.
     *
     * @param labels the section's, which name all labels that any of its series has
     */
    public static SeriesRuns of(ProfileRows rows, LabelSummary labels) {
        int runCount = 0;
        for (int row = 0; row < rows.count(); row++) {
            runCount += row == 0 || rows.seriesIndex(row) != rows.seriesIndex(row - 1) ? 1 : 0;
        }
        if ((long) runCount * MIN_PROFILES_PER_RUN > rows.count()) {
            return NONE;
        }
        // Those that the section index has: readers take one value for each.
        List<String> names = List.copyOf(labels.names());
        List<String> texts = new ArrayList<>();
        Map<String, Integer> indexOf = new HashMap<>();
        int[] packed = new int[runCount * (names.size() + 1)];
        int run = -1;
        for (int row = 0; row < rows.count(); row++) {
            if (row == 0 || rows.seriesIndex(row) != rows.seriesIndex(row - 1)) {
                run++;
                Map<String, String> ofSeries = rows.labels(row).asMap();
                if (!names.containsAll(ofSeries.keySet())) {
                    throw new IllegalArgumentException(
                            "expected labels of " + names + ", found a series of " + ofSeries.keySet());
                }
                for (int name = 0; name < names.size(); name++) {
                    String value = ofSeries.get(names.get(name));
                    packed[run * (names.size() + 1) + 1 + name] = value == null ? 0 : 1 + index(value, texts, indexOf);
                }
            }
            packed[run * (names.size() + 1)]++;
        }
        return new SeriesRuns(names, texts, packed);
    }

    private static int index(String text, List<String> texts, Map<String, Integer> indexOf) {
        return indexOf.computeIfAbsent(text, missing -> {
            texts.add(missing);
            return texts.size() - 1;
        });
    }

    /** Number of runs. */
    public int count() {
        return packed.length / (names.size() + 1);
    }

    /** How many profiles a run has. */
    public int profileCount(int run) {
        return packed[run * (names.size() + 1)];
    }

    /** The labels that any of the series has. */
    public List<String> names() {
        return names;
    }

    /** The value of one of {@link #names} in a run's series; null if it lacks the label. */
    public @Nullable String value(int run, int name) {
        int text = packed[run * (names.size() + 1) + 1 + name];
        return text == 0 ? null : texts.get(text - 1);
    }

    /** The labels of a run's series. Allocates. */
    public Labels labels(int run) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int name = 0; name < names.size(); name++) {
            String value = value(run, name);
            if (value != null) {
                labels.put(names.get(name), value);
            }
        }
        return Labels.of(labels);
    }

    /** Bytes of memory that it takes without its texts. */
    public long heldBytes() {
        return 40L + (long) packed.length * Integer.BYTES;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof SeriesRuns that) || that.count() != count() || !that.names.equals(names)) {
            return false;
        }
        for (int run = 0; run < count(); run++) {
            if (that.profileCount(run) != profileCount(run)) {
                return false;
            }
            for (int name = 0; name < names.size(); name++) {
                if (!Objects.equals(that.value(run, name), value(run, name))) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = names.hashCode();
        for (int run = 0; run < count(); run++) {
            hash = 31 * hash + profileCount(run);
        }
        return hash;
    }

    @Override
    public String toString() {
        List<String> runs = new ArrayList<>();
        for (int run = 0; run < count(); run++) {
            runs.add(profileCount(run) + " of " + labels(run));
        }
        return runs.toString();
    }
}
