package dev.flamestream.job.intake;

import dev.flamestream.schemas.record.Labels;
import java.io.Serializable;
import java.time.Duration;

/**
 * How replicas are known, and when one takes over.
 *
 * @param clusterLabel the label whose value the replicas of a cluster share
 * @param replicaLabel the label that tells them apart; it is no label of a series
 * @param timeout how long the elected replica must have been silent, in the time of Kafka's log
 */
public record ReplicaSettings(String clusterLabel, String replicaLabel, Duration timeout) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The names that Prometheus' agents use for the same. 30 s are two scrapes of 15 s: one that is late is no reason to switch. */
    public static final ReplicaSettings DEFAULT =
            new ReplicaSettings("cluster", Labels.REPLICA, Duration.ofSeconds(30));

    public ReplicaSettings {
        if (clusterLabel.isEmpty() || replicaLabel.isEmpty() || clusterLabel.equals(replicaLabel)) {
            throw new IllegalArgumentException(
                    "expected two labels, found \"" + clusterLabel + "\" and \"" + replicaLabel + "\"");
        }
    }
}
