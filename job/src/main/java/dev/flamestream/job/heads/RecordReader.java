package dev.flamestream.job.heads;

import dev.flamestream.engine.delta.CumulativeTypes;
import dev.flamestream.engine.delta.Differences;
import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadAppender;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.job.intake.KafkaRecord;
import dev.flamestream.job.intake.ParsedRecord;
import dev.flamestream.job.series.SeriesDelta;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records apart with the engine, and never throws because of what is in one: a record that did would come again after each
 * restart, and the job would take nothing else any more. It is refused instead, and said aloud, since the fault is ours.
 *
 * <p>Not thread-safe. The profile of {@link #read} is valid until the next.
 */
final class RecordReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordReader.class);

    private final PolicyWatch policies;
    private PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private HeadAppender appender = new HeadAppender(ProfileLimits.DEFAULT);
    private Differences differences = new Differences();

    /** Owns the policies. */
    RecordReader(PolicyWatch policies) {
        this.policies = policies;
    }

    /** What came of a record: a profile that can be appended, or the reason why not. */
    record Outcome(Optional<Taken> taken, Optional<Rejection> rejection) {
        private static Outcome refused(Rejection rejection) {
            return new Outcome(Optional.empty(), Optional.of(rejection));
        }
    }

    /** A profile and what is known beside it. */
    record Taken(FlatProfile profile, Arrival arrival) {}

    /** What a record's headers say. */
    ParsedRecord headers(KafkaRecord record) {
        try {
            // The time was checked when the record was keyed; here the clock may only have gone on.
            return ParsedRecord.parse(record, this::limitsOf, Long.MAX_VALUE / 2);
        } catch (RuntimeException fault) {
            return new ParsedRecord.Refused(RecordFormat.DEFAULT_TENANT, ours(record, fault));
        }
    }

    private ProfileLimits limitsOf(String tenant) {
        return policies.of(tenant).limits().profile();
    }

    /** Takes the value of a tenant's record apart. */
    Outcome read(KafkaRecord record, String tenant, Arrival arrival) {
        try {
            ProfileLimits limits = limitsOf(tenant);
            decoder.use(limits);
            appender.use(limits);
            Decoded decoded = decoder.decode(record.value());
            if (decoded instanceof Decoded.Refused refused) {
                return Outcome.refused(refused.rejection());
            }
            FlatProfile profile = ((Decoded.Accepted) decoded).profile();
            Taken taken = new Taken(profile, arrival);
            return appender.check(profile, arrival)
                    .or(() -> weigh(taken))
                    .map(Outcome::refused)
                    .orElseGet(() -> new Outcome(Optional.of(taken), Optional.empty()));
        } catch (RuntimeException fault) {
            return Outcome.refused(ours(record, fault));
        }
    }

    /**
     * Lets a profile of a sampled series count for those that were left out, or says why it cannot. Cumulative values do so by
     * themselves: what was added since the one before was added while others were left out.
     */
    private static Optional<Rejection> weigh(Taken taken) {
        int weight = weightOf(taken.arrival().labels().value(Labels.SAMPLED));
        if (weight == 1) {
            return Optional.empty();
        }
        FlatProfile profile = taken.profile();
        int[] cumulative = CumulativeTypes.of(profile, taken.arrival().labels());
        for (int type = 0; type < profile.typeCount(); type++) {
            int each = type;
            if (Arrays.stream(cumulative).noneMatch(other -> other == each) && !profile.multiply(type, weight)) {
                return Optional.of(new Rejection(
                        RejectReason.MALFORMED_PROFILE,
                        "a value of type " + profile.text(profile.typeName(type)) + " times " + weight
                                + ", since one in so many profiles is kept, passes 64 bits"));
            }
        }
        return Optional.empty();
    }

    /** The router gives it, and nobody else. */
    private static int weightOf(String label) {
        return label.isEmpty() ? 1 : Integer.parseInt(label);
    }

    /** Replaces cumulative values by differences, or says why not; the series' memory must then be thrown away. */
    Optional<Rejection> takeDifferences(SeriesDelta delta, Taken taken, KafkaRecord record) {
        try {
            return delta.take(differences, taken.profile());
        } catch (RuntimeException fault) {
            return Optional.of(ours(record, fault));
        }
    }

    /**
     * What came of appending: the log's next element, or a rejection, after which the index must be thrown away, since it may hold
     * what its log does not.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Appended(byte[] element, int foldedSeries, Optional<Rejection> rejection) {}

    Appended append(HeadIndex index, Taken taken, KafkaRecord record) {
        try {
            byte[] element = appender.append(index, taken.profile(), taken.arrival());
            return new Appended(element, appender.foldedSeries(), Optional.empty());
        } catch (RuntimeException fault) {
            return new Appended(new byte[0], 0, Optional.of(ours(record, fault)));
        }
    }

    private Rejection ours(KafkaRecord record, RuntimeException fault) {
        // Not the fluent form: clusters bring their own SLF4J, which is 1.7 in every Flink that is published.
        log.error(
                "record cannot be read, which is a fault of Flamestream; it is refused topic=\"{}\" partition=\"{}\" offset=\"{}\"",
                record.origin().topic(),
                record.origin().partition(),
                record.origin().offset(),
                fault);
        // Their scratch memory may be in any state.
        decoder.close();
        decoder = new PprofDecoder(ProfileLimits.DEFAULT);
        appender = new HeadAppender(ProfileLimits.DEFAULT);
        differences = new Differences();
        return new Rejection(
                RejectReason.MALFORMED_PROFILE, "reading it failed, which is a fault of Flamestream: " + fault);
    }

    @Override
    public void close() {
        policies.close();
        decoder.close();
    }
}
