package dev.flamestream.agent.config;

import dev.flamestream.agent.publish.PublisherSettings;
import dev.flamestream.schemas.record.Labels;
import java.util.List;
import java.util.Map;

/**
 * All that the agent is told, checked: what the file said with every default filled in.
 *
 * @param tenantId whose profiles these are
 * @param externalLabels labels of every profile that has none of that name
 */
public record AgentConfig(
        String tenantId,
        Map<String, String> externalLabels,
        PublisherSettings kafka,
        ServerSettings server,
        SelfProfilingSettings selfProfiling,
        ScrapeLimits limits,
        List<ScrapeJob> jobs) {
    public AgentConfig {
        externalLabels = Map.copyOf(externalLabels);
        jobs = List.copyOf(jobs);
    }

    /** The external labels of the agent's own profiles: no other agent takes them too, so they are no replica's. */
    public Labels ownLabels() {
        return Labels.of(externalLabels).with(Labels.REPLICA, "");
    }
}
