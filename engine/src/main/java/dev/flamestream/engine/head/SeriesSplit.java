package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
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
 * <p>Span, trace and profile ids are no series; they stay with the samples. Labels that the record has win over a sample's.
 * Reused from one profile to the next. Not thread-safe.
 */
final class SeriesSplit {
    static final String SPAN_ID = "span_id";
    static final String PROFILE_ID = "profile_id";
    static final String TRACE_ID = "trace_id";

    /** A label with a value a sample would make a series a sample; the largest real profile has some hundreds (threads). */
    static final int MAX_SERIES_PER_PROFILE = 4_096;

    private static final Set<String> NO_SERIES = Set.of(SPAN_ID, PROFILE_ID, TRACE_ID);

    private final ProfileLimits limits;
    private final List<Labels> series = new ArrayList<>();
    private int[] seriesOfSample = new int[64];
    private boolean hasSpans;

    SeriesSplit(ProfileLimits limits) {
        this.limits = limits;
    }

    /** Splits; the result holds until the next call. Refuses a profile whose labels cannot be kept. */
    Optional<Rejection> split(FlatProfile profile, Labels labels) {
        series.clear();
        hasSpans = false;
        series.add(labels);
        if (seriesOfSample.length < profile.sampleCount()) {
            seriesOfSample = new int[profile.sampleCount() * 2];
        }
        Map<Map<String, String>, Integer> numbers = new HashMap<>();
        numbers.put(Map.of(), 0);
        for (int sample = 0; sample < profile.sampleCount(); sample++) {
            seriesOfSample[sample] = seriesOf(profile, sample, labels, numbers);
            if (series.size() > MAX_SERIES_PER_PROFILE) {
                return refuse("its samples' labels make more than " + MAX_SERIES_PER_PROFILE + " series");
            }
        }
        return series.stream().flatMap(set -> check(set).stream()).findFirst();
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

    private int seriesOf(FlatProfile profile, int sample, Labels labels, Map<Map<String, String>, Integer> numbers) {
        int end = profile.sampleLabelStart(sample + 1);
        int start = profile.sampleLabelStart(sample);
        if (start == end) {
            return 0;
        }
        Map<String, String> own = new HashMap<>();
        for (int i = start; i < end; i++) {
            String key = profile.text(profile.labelKey(i));
            if (NO_SERIES.contains(key)) {
                hasSpans = true;
            } else if (labels.value(key).isEmpty()) {
                own.put(key, profile.text(profile.labelText(i)));
            }
        }
        // An empty value is no label: with it the same series would stand in the profile twice.
        own.values().removeIf(String::isEmpty);
        return numbers.computeIfAbsent(own, ignored -> {
            series.add(labels.withMissing(own));
            return series.size() - 1;
        });
    }

    private Optional<Rejection> check(Labels labels) {
        if (labels.value(Labels.PROFILE_NAME).indexOf(':') >= 0) {
            return refuse("label __name__ is \"" + labels.value(Labels.PROFILE_NAME)
                    + "\", expected no colon, which separates the parts of a profile type");
        }
        if (labels.size() > limits.maxLabels()) {
            return refuse(labels.size() + " labels, the limit is " + limits.maxLabels());
        }
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            if (label.getKey().isEmpty() || label.getKey().length() > limits.maxLabelNameBytes()) {
                return refuse("a label's name has " + label.getKey().length() + " characters, expected 1 to "
                        + limits.maxLabelNameBytes());
            }
            if (label.getValue().length() > limits.maxLabelValueBytes()) {
                return refuse("the value of label " + label.getKey() + " has "
                        + label.getValue().length() + " characters, the limit is " + limits.maxLabelValueBytes());
            }
        }
        return Optional.empty();
    }

    private static Optional<Rejection> refuse(String detail) {
        return Optional.of(new Rejection(RejectReason.INVALID_LABELS, detail));
    }
}
