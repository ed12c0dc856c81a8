package dev.flamestream.standalone.command;

import dev.flamestream.agent.Agent;
import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.agent.config.AgentConfigReader;
import dev.flamestream.agent.config.Overrides;
import dev.flamestream.schemas.yaml.ConfigFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flamestream agent}: scrapes targets and publishes what they give, until Ctrl-C. */
@Command(
        name = "agent",
        description = "Scrape profiles and publish them to Kafka, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The agent's YAML file")
    private Path config = Path.of("");

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Logs.toTerminal();
        Optional<AgentConfig> valid = AgentConfigReader.ofFile(config, Overrides.of(System.getenv(), List.of()))
                .fold(Optional::of, this::tell);
        if (valid.isEmpty()) {
            return CommandLine.ExitCode.USAGE;
        }
        try {
            UntilStopped.run(Agent.start(valid.get()));
            return 0;
        } catch (RuntimeException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new CommandFailure("the agent cannot start: " + cause.getMessage());
        }
    }

    private Optional<AgentConfig> tell(List<ConfigFault> faults) {
        faults.forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getErr().flush();
        return Optional.empty();
    }
}
