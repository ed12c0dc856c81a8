package dev.flamestream.query.push;

import dev.flamestream.engine.limits.IngestionWindow;
import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.profile.LabelLimits;
import dev.flamestream.engine.profile.PprofSize;
import dev.flamestream.engine.profile.PprofTime;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.schemas.push.PushRequest;
import dev.flamestream.schemas.push.RawProfileSeries;
import dev.flamestream.schemas.push.RawSample;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.schemas.types.LabelPair;
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

    private final PolicyWatch policies;
    private final PushRates rates;
    private final Clock clock;

    /** Does not own the policies. */
    PushIntake(PolicyWatch policies, Clock clock) {
        this.policies = policies;
        this.rates = new PushRates(clock);
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

    /**
     * Why a request is refused, all of it.
     *
     * @param reason of the fault that was found first
     * @param message what a client is told
     * @param records of the request, as far as Kafka can take them; none where the client is to send them again
     */
    record Refused(RejectReason reason, String message, List<ProfileRecord> records) implements Taken {
        Refused {
            records = List.copyOf(records);
        }

        @Override
        public <R> R fold(Function<List<ProfileRecord>, R> onRecords, Function<Refused, R> onRefused) {
            return onRefused.apply(this);
        }
    }

    /** Reads a request of a tenant. */
    Taken take(String tenant, PushRequest request) {
        TenantLimits limits = policies.of(tenant).limits();
        Optional<Rejection> fault = bodyFault(request, limits);
        List<ProfileRecord> records = new ArrayList<>();
        long bytes = 0;
        for (int s = 0; s < request.getSeriesCount(); s++) {
            RawProfileSeries series = request.getSeries(s);
            if (fault.isEmpty()) {
                fault = labelFault(series, limits.profile(), "series " + s + ": ");
            }
            Labels labels = labelsOf(series);
            for (int i = 0; i < series.getSamplesCount(); i++) {
                RawSample sample = series.getSamples(i);
                if (fault.isEmpty()) {
                    fault = valueFault(sample, "series " + s + ", sample " + i + ": ");
                }
                int size = sample.getRawProfile().size();
                if (size > 0 && size <= RecordFormat.MAX_VALUE_BYTES) {
                    ProfileRecord record = recordOf(tenant, series, labels, sample);
                    long inflated = PprofSize.peek(record.value());
                    bytes += inflated;
                    if (fault.isEmpty()) {
                        fault = profileFault(record, inflated, limits, "series " + s + ", sample " + i + ": ");
                    }
                    records.add(record);
                }
            }
        }
        if (fault.isPresent()) {
            return new Refused(fault.get().reason(), fault.get().detail(), records);
        }
        if (!rates.take(tenant, limits, bytes)) {
            return new Refused(RejectReason.RATE_LIMITED, rateFault(tenant, limits, bytes), List.of());
        }
        return new Accepted(records);
    }

    private static Optional<Rejection> bodyFault(PushRequest request, TenantLimits limits) {
        long max = limits.get(Limit.INGESTION_BODY_LIMIT_MB);
        return request.getSerializedSize() <= max
                ? Optional.empty()
                : refuse(
                        RejectReason.BODY_SIZE_LIMIT_EXCEEDED,
                        "expected a request of at most " + max + " bytes (ingestion_body_limit_mb), found "
                                + request.getSerializedSize());
    }

    private static String rateFault(String tenant, TenantLimits limits, long bytes) {
        return "no room for " + bytes + " bytes: the limit ingestion_rate_mb of tenant " + tenant + " is "
                + Limit.INGESTION_RATE_MB.format(limits.get(Limit.INGESTION_RATE_MB))
                + " MB a second of profiles without gzip, with "
                + Limit.INGESTION_BURST_SIZE_MB.format(limits.get(Limit.INGESTION_BURST_SIZE_MB))
                + " MB (ingestion_burst_size_mb) at once; send it again later";
    }

    /** What would be refused by the job is refused here, where its sender learns of it. */
    private Optional<Rejection> profileFault(ProfileRecord record, long bytes, TenantLimits limits, String where) {
        long max = limits.profile().maxInflatedBytes();
        if (bytes > max) {
            return refuse(
                    RejectReason.PROFILE_SIZE_LIMIT,
                    where + "expected a profile of at most " + max
                            + " bytes without gzip (max_profile_size_bytes), found " + bytes);
        }
        long now = clock.millis();
        return IngestionWindow.check(record.timeMillis().orElse(now), now, now, limits.profile())
                .map(found -> new Rejection(found.reason(), where + found.detail()));
    }

    private static Optional<Rejection> valueFault(RawSample sample, String where) {
        int size = sample.getRawProfile().size();
        if (size == 0) {
            return refuse(RejectReason.MALFORMED_PROFILE, where + "expected a pprof file, found no bytes");
        }
        if (size > RecordFormat.MAX_VALUE_BYTES) {
            return refuse(
                    RejectReason.PROFILE_SIZE_LIMIT,
                    where + "expected a profile of at most " + RecordFormat.MAX_VALUE_BYTES
                            + " bytes as sent (MAX_VALUE_BYTES), found " + size);
        }
        return Optional.empty();
    }

    private static Optional<Rejection> labelFault(RawProfileSeries series, ProfileLimits limits, String where) {
        Map<String, String> seen = new TreeMap<>();
        for (LabelPair label : series.getLabelsList()) {
            if (seen.put(label.getName(), label.getValue()) != null) {
                return refuse(
                        RejectReason.DUPLICATE_LABEL_NAMES,
                        where + "expected each label once, found \"" + label.getName() + "\" twice");
            }
        }
        return LabelLimits.check(seen, limits).map(found -> new Rejection(found.reason(), where + found.detail()));
    }

    private static Optional<Rejection> refuse(RejectReason reason, String detail) {
        return Optional.of(new Rejection(reason, detail));
    }

    private static Labels labelsOf(RawProfileSeries series) {
        TreeMap<String, String> labels = new TreeMap<>();
        series.getLabelsList().forEach(label -> labels.put(label.getName(), label.getValue()));
        return Labels.of(labels).withMissing(Map.of(Labels.SERVICE_NAME, RecordFormat.DEFAULT_SERVICE));
    }

    private ProfileRecord recordOf(String tenant, RawProfileSeries series, Labels labels, RawSample sample) {
        byte[] pprof = sample.getRawProfile().toByteArray();
        String id = UUID.matcher(sample.getID()).matches() ? sample.getID() : "";
        return ProfileRecord.of(labels, pprof)
                .tenant(tenant)
                .timeMillis(PprofTime.peekMillis(pprof).orElseGet(clock::millis))
                .id(id)
                .agent(AGENT)
                .furtherLabels(repeated(series, labels))
                .build();
    }

    /** Labels that stand in a request although their name has another value: they are refused, and kept as they came. */
    private static List<Map.Entry<String, String>> repeated(RawProfileSeries series, Labels labels) {
        return series.getLabelsList().stream()
                .filter(label -> !labels.value(label.getName()).equals(label.getValue()))
                .map(label -> Map.entry(label.getName(), label.getValue()))
                .toList();
    }
}
