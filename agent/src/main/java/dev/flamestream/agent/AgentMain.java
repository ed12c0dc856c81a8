package dev.flamestream.agent;

import dev.flamestream.agent.config.AgentConfig;
import dev.flamestream.agent.config.AgentConfigReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The agent's command: {@code --config FILE}. Exit status 2 for a wrong call or configuration, 1 where it cannot start. */
public final class AgentMain {
    private static final int CANNOT_START = 1;
    private static final int WRONG_CALL = 2;

    private AgentMain() {}

    /** Runs until the process is told to end. */
    public static void main(String[] args) {
        int status = run(args, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(String[] args, PrintStream errors) {
        if (args.length != 2 || !args[0].equals("--config")) {
            errors.println("usage: flamestream-agent --config FILE");
            return WRONG_CALL;
        }
        Optional<AgentConfig> config = AgentConfigReader.ofFile(Path.of(args[1]))
                .fold(Optional::of, faults -> {
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
            errors.println("cannot start: " + cause);
            return CANNOT_START;
        }
    }
}
