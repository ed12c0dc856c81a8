package dev.flamestream.standalone.up;

import dev.flamestream.agent.Agent;
import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.agent.config.AgentConfigReader;
import dev.flamestream.agent.publish.PublisherSettings;
import java.nio.file.Path;
import java.util.Optional;

/** The agent of a person's own targets, publishing to this process' broker whatever its file says about Kafka. */
final class AgentPart {
    private AgentPart() {}

    /** Reads the file; the first fault is the line that a person gets. */
    static AgentConfig read(Path file) throws StartFailure {
        return AgentConfigReader.ofFile(file)
                .<Result>fold(
                        Result::ofConfig, faults -> Result.ofFault(faults.get(0).toString()))
                .orFail();
    }

    /** Starts it. */
    static Agent start(AgentConfig config, String bootstrapServers) throws StartFailure {
        AgentConfig here = new AgentConfig(
                config.tenantId(),
                config.externalLabels(),
                PublisherSettings.of(bootstrapServers),
                config.server(),
                config.selfProfiling(),
                config.limits(),
                config.jobs());
        try {
            return Agent.start(here);
        } catch (RuntimeException failure) {
            throw new StartFailure(
                    "the agent cannot listen on port " + config.server().port() + ": " + failure.getMessage(), failure);
        }
    }

    /** A configuration or why there is none, since a fold cannot throw. */
    private record Result(Optional<AgentConfig> config, String fault) {
        static Result ofConfig(AgentConfig config) {
            return new Result(Optional.of(config), "");
        }

        static Result ofFault(String fault) {
            return new Result(Optional.empty(), fault);
        }

        AgentConfig orFail() throws StartFailure {
            return config.orElseThrow(() -> new StartFailure(fault));
        }
    }
}
