package dev.flamestream.query.push;

import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.schemas.record.ProfileRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where pushed profiles go. Safe for concurrent use; may block for a short, bounded time. */
public interface ProfilePublisher extends AutoCloseable {
    /** Publishes all records; done once all are acknowledged, or one is known not to be. Never completes exceptionally. */
    CompletableFuture<Published> publish(List<ProfileRecord> records);

    /** Keeps refused records where they can be looked at and replayed; otherwise as {@link #publish}. */
    CompletableFuture<Published> publishRefused(List<ProfileRecord> records, Rejection rejection);

    @Override
    void close();

    /**
     * What came of publishing.
     *
     * @param outcome the worst of all records
     * @param detail what was expected and what was found, empty if all is well
     */
    record Published(Outcome outcome, String detail) {
        /** All records are durable. */
        public static final Published ACKNOWLEDGED = new Published(Outcome.ACKNOWLEDGED, "");
    }

    /** What may come of publishing, from best to worst. */
    enum Outcome {
        /** Every replica that must has the record. */
        ACKNOWLEDGED,
        /** A record is larger than the topic takes: sending it again is no use. */
        TOO_LARGE,
        /** Not known to be durable; the client may send it again. */
        UNAVAILABLE
    }
}
