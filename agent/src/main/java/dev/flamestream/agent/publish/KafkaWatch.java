package dev.flamestream.agent.publish;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka takes profiles, told in the log once for each change and never for each profile. Thread-safe.
 *
 * <p>It counts as taking them again at the first acknowledgement after {@link #QUIET} without a loss, so that a broker at
 * its limit makes one pair of lines in that time and not one a profile.
 */
final class KafkaWatch {
    /** Longer than the reconnect backoff's first steps, short beside the delivery timeout. */
    static final Duration QUIET = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(KafkaWatch.class);

    private final String bootstrapServers;
    private boolean away;
    private long awaySinceNanos;
    private long lastTroubleNanos;
    private long lostProfiles;

    KafkaWatch(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** A profile was lost: refused for want of room, or given up. */
    synchronized void lost(String error, long nowNanos) {
        trouble(error, nowNanos);
        lostProfiles++;
    }

    /** Kafka did not answer, and nothing is lost yet. */
    synchronized void trouble(String error, long nowNanos) {
        lastTroubleNanos = nowNanos;
        if (away) {
            return;
        }
        away = true;
        awaySinceNanos = nowNanos;
        lostProfiles = 0;
        log.atWarn()
                .addKeyValue("bootstrapServers", bootstrapServers)
                .addKeyValue("error", error)
                .log("kafka takes no profiles: they are kept up to the buffer's bound, then new ones are refused");
    }

    /** Kafka acknowledged a profile. */
    synchronized void acknowledged(long nowNanos) {
        if (!away || nowNanos - lastTroubleNanos < QUIET.toNanos()) {
            return;
        }
        away = false;
        log.atInfo()
                .addKeyValue("bootstrapServers", bootstrapServers)
                .addKeyValue(
                        "durationMillis",
                        Duration.ofNanos(nowNanos - awaySinceNanos).toMillis())
                .addKeyValue("lostProfiles", lostProfiles)
                .log("kafka takes profiles again");
    }

    synchronized boolean isAway() {
        return away;
    }
}
