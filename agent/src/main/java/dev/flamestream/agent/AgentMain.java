package dev.flamestream.agent;

import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.agent.config.AgentConfigReader;
import dev.flamestream.agent.config.LoadedConfig;
import dev.flamestream.agent.config.Overrides;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The agent's command: {@code [--config FILE] [--KEY VALUE ...]}, see {@link Overrides}. Exit status 2 for a wrong call or
 * configuration, 1 where it cannot start.
 */
public final class AgentMain {
    private static final int CANNOT_START = 1;
    private static final int WRONG_CALL = 2;

    private AgentMain() {}

    /** Runs until the process is told to end. */
    public static void main(String[] args) {
        // Libraries that log through the JDK would write traces to the terminal: they go where all else goes.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        int status = run(args, System.getenv(), System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(String[] args, Map<String, String> environment, PrintStream errors) {
        List<String> flags = new ArrayList<>(List.of(args));
        int at = flags.indexOf("--config");
        boolean fileMissing = at >= 0 && at + 1 == flags.size();
        Optional<Path> file = at < 0 || fileMissing ? Optional.empty() : Optional.of(Path.of(flags.get(at + 1)));
        if (file.isPresent()) {
            flags.subList(at, at + 2).clear();
        }
        Overrides overrides = Overrides.of(environment, flags);
        if (fileMissing || (file.isEmpty() && overrides.isEmpty())) {
            errors.println("usage: flamestream-agent --config FILE [--KEY VALUE ...]");
            return WRONG_CALL;
        }
        LoadedConfig loaded = file.map(path -> AgentConfigReader.ofFile(path, overrides))
                .orElseGet(() -> AgentConfigReader.ofOverrides(overrides));
        Optional<AgentConfig> config = loaded.fold(Optional::of, faults -> {
            faults.forEach(errors::println);
            return Optional.empty();
        });
        return config.map(valid -> run(valid, errors)).orElse(WRONG_CALL);
    }

    private static int run(AgentConfig config, PrintStream errors) {
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            Agent agent = Agent.start(config);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                agent.close();
                                stopped.countDown();
                            },
                            "flamestream-shutdown"));
            stopped.await();
            return 0;
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            errors.println("flamestream-agent: cannot start: " + cause);
            return CANNOT_START;
        }
    }
}
