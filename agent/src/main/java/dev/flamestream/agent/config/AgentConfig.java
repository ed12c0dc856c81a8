package dev.flamestream.agent.config;

import dev.flamestream.agent.publish.PublisherSettings;
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
}
