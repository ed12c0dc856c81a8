package dev.flamestream.job.intake;

import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.route.RouteSettings;
import dev.flamestream.job.tenant.PolicyFile;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What the router is built with.
 *
 * @param policies limits and rules of tenants
 * @param kafka where the topic's partitions are counted
 * @param groupingLabels labels whose profiles share a head
 * @param window time that one head holds
 * @param routes how wide tenants and services may become
 * @param replicas how replicas of agents are known
 */
public record RouterSettings(
        PolicyFile policies,
        KafkaSettings kafka,
        List<String> groupingLabels,
        Duration window,
        RouteSettings routes,
        ReplicaSettings replicas)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public RouterSettings {
        groupingLabels = List.copyOf(groupingLabels);
    }
}
