package dev.flamestream.query.push;

import dev.flamestream.engine.profile.PprofTime;
import dev.flamestream.schemas.push.PushRequest;
import dev.flamestream.schemas.push.RawProfileSeries;
import dev.flamestream.schemas.push.RawSample;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.schemas.types.LabelPair;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** From a push request to the records that it becomes, one for each sample. */
final class PushIntake {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String AGENT = "flamestream-push";

    private final PushLimits limits;
    private final Clock clock;

    PushIntake(PushLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** What came of a request: its records, or why it has none. */
    sealed interface Taken {
        <R> R fold(Function<List<ProfileRecord>, R> onRecords, Function<Refused, R> onRefused);
    }

    /** All records of a request. */
    record Accepted(List<ProfileRecord> records) implements Taken {
        Accepted {
            records = List.copyOf(records);
        }

        @Override
        public <R> R fold(Function<List<ProfileRecord>, R> onRecords, Function<Refused, R> onRefused) {
            return onRecords.apply(records);
        }
    }

    /** Why a request is refused, all of it; {@code tooLarge} where a profile is larger than a record may be. */
    record Refused(boolean tooLarge, String message) implements Taken {
        @Override
        public <R> R fold(Function<List<ProfileRecord>, R> onRecords, Function<Refused, R> onRefused) {
            return onRefused.apply(this);
        }
    }

    /** Reads a request of a tenant. */
    Taken take(String tenant, PushRequest request) {
        List<ProfileRecord> records = new ArrayList<>();
        for (int s = 0; s < request.getSeriesCount(); s++) {
            RawProfileSeries series = request.getSeries(s);
            Optional<String> fault = faultOf(series);
            if (fault.isPresent()) {
                return new Refused(false, "series " + s + ": " + fault.get());
            }
            Labels labels = labelsOf(series);
            for (int i = 0; i < series.getSamplesCount(); i++) {
                int size = series.getSamples(i).getRawProfile().size();
                String where = "series " + s + ", sample " + i + ": ";
                if (size == 0) {
                    return new Refused(false, where + "expected a pprof file, found no bytes");
                }
                if (size > RecordFormat.MAX_VALUE_BYTES) {
                    return new Refused(
                            true,
                            where + "expected a profile of at most " + RecordFormat.MAX_VALUE_BYTES
                                    + " bytes as sent (MAX_VALUE_BYTES), found " + size);
                }
                records.add(recordOf(tenant, labels, series.getSamples(i)));
            }
        }
        return new Accepted(records);
    }

    private Optional<String> faultOf(RawProfileSeries series) {
        if (series.getLabelsCount() > limits.maxLabels()) {
            return Optional.of("expected at most " + limits.maxLabels() + " labels, found " + series.getLabelsCount());
        }
        Map<String, String> seen = new TreeMap<>();
        for (LabelPair label : series.getLabelsList()) {
            if (label.getName().isEmpty()) {
                return Optional.of("expected labels with names, found one without");
            }
            if (tooLong(label.getName(), limits.maxLabelNameBytes())) {
                return Optional.of("expected label names of at most " + limits.maxLabelNameBytes() + " bytes, found \""
                        + label.getName().substring(0, 40) + "...\"");
            }
            if (tooLong(label.getValue(), limits.maxLabelValueBytes())) {
                return Optional.of("label " + label.getName() + ": expected a value of at most "
                        + limits.maxLabelValueBytes() + " bytes, found a longer one");
            }
            if (seen.put(label.getName(), label.getValue()) != null) {
                return Optional.of("expected each label once, found \"" + label.getName() + "\" twice");
            }
        }
        return Optional.empty();
    }

    private static boolean tooLong(String text, int maxBytes) {
        return text.getBytes(StandardCharsets.UTF_8).length > maxBytes;
    }

    private static Labels labelsOf(RawProfileSeries series) {
        TreeMap<String, String> labels = new TreeMap<>();
        series.getLabelsList().forEach(label -> labels.put(label.getName(), label.getValue()));
        return Labels.of(labels).withMissing(Map.of(Labels.SERVICE_NAME, RecordFormat.DEFAULT_SERVICE));
    }

    private ProfileRecord recordOf(String tenant, Labels labels, RawSample sample) {
        byte[] pprof = sample.getRawProfile().toByteArray();
        String id = UUID.matcher(sample.getID()).matches() ? sample.getID() : "";
        return ProfileRecord.of(labels, pprof)
                .tenant(tenant)
                .timeMillis(PprofTime.peekMillis(pprof).orElseGet(clock::millis))
                .id(id)
                .agent(AGENT)
                .build();
    }
}
