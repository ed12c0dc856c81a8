package dev.flamestream.agent.config;

import dev.flamestream.schemas.yaml.ConfigFault;
import java.util.List;
import java.util.function.Function;

/** What came of reading the agent's file: the configuration, or all that is wrong with it. */
public sealed interface LoadedConfig {
    /** Handles both outcomes. */
    <R> R fold(Function<AgentConfig, R> onConfig, Function<List<ConfigFault>, R> onFaults);

    /** Nothing is wrong. */
    record Valid(AgentConfig config) implements LoadedConfig {
        @Override
        public <R> R fold(Function<AgentConfig, R> onConfig, Function<List<ConfigFault>, R> onFaults) {
            return onConfig.apply(config);
        }
    }

    /** Something is wrong; never empty, in the order of lines. */
    record Faulty(List<ConfigFault> faults) implements LoadedConfig {
        public Faulty {
            faults = List.copyOf(faults);
        }

        @Override
        public <R> R fold(Function<AgentConfig, R> onConfig, Function<List<ConfigFault>, R> onFaults) {
            return onFaults.apply(faults);
        }
    }
}
