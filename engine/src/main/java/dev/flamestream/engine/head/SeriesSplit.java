package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.LabelLimits;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Splits a profile by the text labels of its samples: each set of them makes a series of its own.
 *
 * <p>Span, trace and profile ids are no series; they stay with the samples. Labels that the record has win over a sample's. Past a
 * number of series, of a profile and of a head, the values of a sample's own labels become {@link #OTHERS}: their series are one then,
 * and a label with a value for each request makes no endless list.
 * Reused from one profile to the next. Not thread-safe.
 */
final class SeriesSplit {
    static final String SPAN_ID = "span_id";
    static final String PROFILE_ID = "profile_id";
    static final String TRACE_ID = "trace_id";

    /** What a label of samples says that has too many values. */
    static final String OTHERS = "(others)";

    /** A label with a value a sample would make a series a sample; the largest real profile has some hundreds (threads). */
    static final int MAX_SERIES_PER_PROFILE = 4_096;

    private static final Set<String> NO_SERIES = Set.of(SPAN_ID, PROFILE_ID, TRACE_ID);

    private ProfileLimits limits;
    private final List<Labels> series = new ArrayList<>();
    /** What the samples of each series say of their own. */
    private final List<Map<String, String>> own = new ArrayList<>();

    private final Map<Map<String, String>, Integer> numbers = new HashMap<>();
    private Labels labels = Labels.EMPTY;
    private int[] seriesOfSample = new int[64];
    private int samples;
    private int folded;
    private boolean hasSpans;

    SeriesSplit(ProfileLimits limits) {
        this.limits = limits;
    }

    void use(ProfileLimits newLimits) {
        limits = newLimits;
    }

    /** Splits; the result holds until the next call. Refuses a profile whose labels cannot be kept. */
    Optional<Rejection> split(FlatProfile profile, Labels given) {
        series.clear();
        own.clear();
        numbers.clear();
        hasSpans = false;
        folded = 0;
        labels = given;
        samples = profile.sampleCount();
        add(Map.of());
        if (seriesOfSample.length < samples) {
            seriesOfSample = new int[samples * 2];
        }
        for (int sample = 0; sample < samples; sample++) {
            seriesOfSample[sample] = seriesOf(profile, sample);
        }
        return series.stream().flatMap(set -> check(set).stream()).findFirst();
    }

    /** Makes one of the series that a head does not know and has no room for. Call it once, before the result is used. */
    void fold(HeadTables tables) {
        if (series.size() == 1) {
            // Labels of the record itself are never folded.
            return;
        }
        int room = limits.maxSeriesPerHead() - tables.seriesCount();
        int[] numberOf = new int[series.size()];
        boolean isChanged = false;
        int split = series.size();
        for (int s = 0; s < split; s++) {
            boolean isNew = tables.findSeries(series.get(s)) < 0;
            numberOf[s] = s == 0 || !isNew || room > 0 ? s : others(own.get(s));
            room -= isNew ? 1 : 0;
            isChanged |= numberOf[s] != s;
        }
        for (int sample = 0; isChanged && sample < samples; sample++) {
            seriesOfSample[sample] = numberOf[seriesOfSample[sample]];
        }
    }

    /** Series of the last profile that are another's now. */
    int folded() {
        return folded;
    }

    /** The series of the profile; the first is that of samples without labels, used or not. */
    List<Labels> series() {
        return series;
    }

    /** Which of {@link #series()} a sample belongs to. */
    int seriesOf(int sample) {
        return seriesOfSample[sample];
    }

    /** Whether any sample names a span. */
    boolean hasSpans() {
        return hasSpans;
    }

    private int seriesOf(FlatProfile profile, int sample) {
        int end = profile.sampleLabelStart(sample + 1);
        int start = profile.sampleLabelStart(sample);
        if (start == end) {
            return 0;
        }
        Map<String, String> says = new HashMap<>();
        for (int i = start; i < end; i++) {
            String key = profile.text(profile.labelKey(i));
            if (NO_SERIES.contains(key)) {
                hasSpans = true;
            } else if (labels.value(key).isEmpty()) {
                says.put(key, profile.text(profile.labelText(i)));
            }
        }
        // An empty value is no label: with it the same series would stand in the profile twice.
        says.values().removeIf(String::isEmpty);
        Integer known = numbers.get(says);
        if (known != null) {
            return known;
        }
        return series.size() < MAX_SERIES_PER_PROFILE ? add(says) : others(says);
    }

    private int add(Map<String, String> says) {
        series.add(says.isEmpty() ? labels : labels.withMissing(says));
        own.add(says);
        numbers.put(says, series.size() - 1);
        return series.size() - 1;
    }

    /** The series of all that say something of the same labels; of no labels at all, should even these be too many. */
    private int others(Map<String, String> says) {
        folded++;
        Map<String, String> others = new HashMap<>(says);
        others.replaceAll((name, value) -> OTHERS);
        Integer known = numbers.get(others);
        if (known != null) {
            return known;
        }
        return series.size() < 2 * MAX_SERIES_PER_PROFILE ? add(others) : 0;
    }

    private Optional<Rejection> check(Labels set) {
        if (set.value(Labels.PROFILE_NAME).indexOf(':') >= 0) {
            return Optional.of(new Rejection(
                    RejectReason.INVALID_LABELS,
                    "label __name__ is \"" + set.value(Labels.PROFILE_NAME)
                            + "\", expected no colon, which separates the parts of a profile type"));
        }
        return LabelLimits.check(set.asMap(), limits);
    }
}
