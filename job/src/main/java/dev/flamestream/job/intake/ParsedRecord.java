package dev.flamestream.job.intake;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.limits.IngestionWindow;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a record's headers say: whose profile it is, of which series and time, or why they cannot be used. */
public sealed interface ParsedRecord {
    /** Whose it is, or is said to be. */
    String tenant();

    /** Handles both outcomes. */
    <R> R fold(Function<Accepted, R> onAccepted, Function<Rejection, R> onRejection);

    /** Headers that can be used. */
    record Accepted(String tenant, Arrival arrival) implements ParsedRecord {
        @Override
        public <R> R fold(Function<Accepted, R> onAccepted, Function<Rejection, R> onRejection) {
            return onAccepted.apply(this);
        }
    }

    /** Headers that cannot. */
    record Refused(String tenant, Rejection rejection) implements ParsedRecord {
        @Override
        public <R> R fold(Function<Accepted, R> onAccepted, Function<Rejection, R> onRejection) {
            return onRejection.apply(rejection);
        }
    }

    /**
     * Reads a record's headers.
     *
     * @param limits of a tenant
     * @param nowMillis the clock, ahead of which the record's time may lie by so much
     */
    static ParsedRecord parse(KafkaRecord record, Function<String, ProfileLimits> limits, long nowMillis) {
        String tenant = RecordFormat.DEFAULT_TENANT;
        String id = "";
        String time = "";
        @Nullable String twice = null;
        Map<String, String> labels = new HashMap<>();
        for (KafkaRecord.Header header : record.headers()) {
            String text = new String(header.value(), StandardCharsets.UTF_8);
            if (header.name().startsWith(RecordFormat.LABEL_PREFIX)) {
                String name = header.name().substring(RecordFormat.LABEL_PREFIX.length());
                if (labels.put(name, text) != null) {
                    twice = name;
                }
            } else {
                switch (header.name()) {
                    case RecordFormat.TENANT -> tenant = text;
                    case RecordFormat.ID -> id = text;
                    case RecordFormat.TIME -> time = text;
                    default -> {
                        // Headers of a producer's own are carried along and mean nothing here.
                    }
                }
            }
        }
        if (!RecordFormat.isTenantName(tenant)) {
            // Metrics have a label for the tenant, and this one is no name.
            return refuse(
                    RecordFormat.DEFAULT_TENANT,
                    RejectReason.INVALID_TENANT,
                    "header tenant is \"" + excerpt(tenant)
                            + "\", expected 1 to 150 letters, digits or ! - _ . * ' ( )");
        }
        if (twice != null) {
            return refuse(
                    tenant,
                    RejectReason.DUPLICATE_LABEL_NAMES,
                    "label " + excerpt(twice) + " stands twice, expected each label once");
        }
        if (labels.getOrDefault(Labels.SERVICE_NAME, "").isEmpty()) {
            labels.put(Labels.SERVICE_NAME, RecordFormat.DEFAULT_SERVICE);
        }
        return withTime(
                record, tenant, new Arrival(Labels.of(labels), 0, excerpt(id)), time, limits.apply(tenant), nowMillis);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private static ParsedRecord withTime(
            KafkaRecord record, String tenant, Arrival draft, String time, ProfileLimits limits, long nowMillis) {
        long timeMillis = record.origin().timestampMillis();
        if (!time.isEmpty()) {
            try {
                timeMillis = Long.parseLong(time);
            } catch (NumberFormatException e) {
                return refuse(
                        tenant,
                        RejectReason.NOT_IN_INGESTION_WINDOW,
                        "header time is \"" + excerpt(time) + "\", expected unix milliseconds in decimal digits");
            }
        }
        Arrival arrival = new Arrival(draft.labels(), timeMillis, draft.id());
        return IngestionWindow.check(timeMillis, record.origin().timestampMillis(), nowMillis, limits)
                .<ParsedRecord>map(found -> new Refused(tenant, found))
                .orElseGet(() -> new Accepted(tenant, arrival));
    }

    private static ParsedRecord refuse(String tenant, RejectReason reason, String detail) {
        return new Refused(tenant, new Rejection(reason, detail));
    }

    private static String excerpt(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200);
    }
}
