package dev.flamestream.job.intake;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.engine.limits.TenantPolicy;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.engine.relabel.SamplingRules;
import dev.flamestream.job.tenant.RateGate;
import dev.flamestream.job.tenant.SeriesGate;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of a record's tenant, done before its key is built: its rate, its relabelling, its sampling, its number of series. What these change of the
 * labels stands in the record's headers from here on. Not thread-safe.
 */
final class Admission {
    /** A rule may have taken it away. */
    private static final Map<String, String> DEFAULTS = Map.of(Labels.SERVICE_NAME, RecordFormat.DEFAULT_SERVICE);

    private final RateGate rates;
    private final SeriesGate series;
    private final String replicaLabel;

    /** @param replicaLabel tells copies of one series apart */
    Admission(RateGate rates, SeriesGate series, String replicaLabel) {
        this.rates = rates;
        this.series = series;
        this.replicaLabel = replicaLabel;
    }

    /** What becomes of a record. */
    sealed interface Outcome {}

    /** It goes on. */
    record Admitted(KafkaRecord record, ParsedRecord.Accepted parsed) implements Outcome {}

    /** It is refused. */
    record Refused(Rejection rejection) implements Outcome {}

    /** Its tenant does not want it. */
    enum Dropped implements Outcome {
        /** A relabelling rule says so. */
        BY_RELABELING,
        /** Another of its series counts for it. */
        BY_SAMPLING
    }

    /** Applies a tenant's policy. */
    Outcome admit(KafkaRecord record, ParsedRecord.Accepted parsed, TenantPolicy policy) {
        KafkaRecord.Origin origin = record.origin();
        Optional<Rejection> tooMuch = rates.check(
                parsed.tenant(), policy.limits(), origin.partition(), origin.timestampMillis(), record.value());
        if (tooMuch.isPresent()) {
            return new Refused(tooMuch.get());
        }
        Labels given = parsed.arrival().labels();
        Optional<Labels> relabeled = policy.relabeling().apply(given);
        if (relabeled.isEmpty()) {
            return Dropped.BY_RELABELING;
        }
        // A weight is ours alone to give, whoever has set one.
        Labels labels = withSession(without(relabeled.get(), Labels.SAMPLED), policy.limits());
        if (labels.value(Labels.SERVICE_NAME).isEmpty()) {
            labels = labels.withMissing(DEFAULTS);
        }
        int oneIn = policy.sampling().oneIn(labels);
        if (oneIn > 1) {
            if (!SamplingRules.isKept(hash(origin, parsed.arrival().id()), oneIn)) {
                return Dropped.BY_SAMPLING;
            }
            labels = labels.with(Labels.SAMPLED, Integer.toString(oneIn));
        }
        Optional<Rejection> oneTooMany = series.check(
                parsed.tenant(),
                policy.limits(),
                origin.partition(),
                origin.timestampMillis(),
                without(labels, replicaLabel));
        if (oneTooMany.isPresent()) {
            return new Refused(oneTooMany.get());
        }
        return labels.equals(given) ? new Admitted(record, parsed) : relabeled(record, parsed, labels);
    }

    /** Most labels stay as they are, and are not made anew. */
    private static Labels without(Labels labels, String name) {
        return labels.value(name).isEmpty() ? labels : labels.with(name, "");
    }

    /** A session's number becomes one of so many, or is taken off. */
    private static Labels withSession(Labels labels, TenantLimits limits) {
        String session = labels.value(Labels.SESSION_ID);
        if (session.isEmpty()) {
            return labels;
        }
        long max = limits.get(Limit.MAX_SESSIONS_PER_SERIES);
        if (max == 0 || !session.matches("[0-9a-fA-F]{1,16}")) {
            return labels.with(Labels.SESSION_ID, "");
        }
        long number = Long.remainderUnsigned(Long.parseUnsignedLong(session, 16), max);
        return labels.with(Labels.SESSION_ID, Long.toHexString(number));
    }

    /** The same for a record that is read again, and for one that is sent again under its id. */
    private static long hash(KafkaRecord.Origin origin, String id) {
        return id.isEmpty()
                ? (long) origin.partition() << 48 ^ origin.offset()
                : Labels.of(RecordFormat.ID, id).hash();
    }

    private static Admitted relabeled(KafkaRecord record, ParsedRecord.Accepted parsed, Labels labels) {
        Arrival arrival = parsed.arrival();
        return new Admitted(
                record.relabeled(labels),
                new ParsedRecord.Accepted(parsed.tenant(), new Arrival(labels, arrival.timeMillis(), arrival.id())));
    }
}
