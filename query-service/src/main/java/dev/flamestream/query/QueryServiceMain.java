package dev.flamestream.query;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Runs the query service: {@code QueryServiceMain [FILE | --config FILE] [--key=value ...]}.
 *
 * <p>Keys come from the file, then from variables of the environment ({@code FLAMESTREAM_HTTP_PORT} is {@code http.port}), then
 * from flags; the later ones win. AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION stand for the keys of S3 where those
 * are not set. With {@code --help} it says what can be set.
 */
public final class QueryServiceMain {
    private QueryServiceMain() {}

    /** Exits with 2 for a configuration that cannot be used, and with 1 if the service cannot start. */
    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--help")) {
            printHelp();
            return;
        }
        // Flink's state client logs through the JDK, a trace for each read that fails.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            QueryServiceConfig config = QueryServiceConfig.of(
                    SettingSources.read(List.of(args), System.getenv(), QueryServiceConfig.keys()));
            QueryService service = ServiceWiring.build(config, ServiceWiring.Parts.NONE, Clock.systemUTC());
            service.start();
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                service.drain();
                                service.close();
                                stopped.countDown();
                            },
                            "shutdown"));
            stopped.await();
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (RuntimeException e) {
            System.err.println("query service: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void printHelp() {
        System.out.println("QueryServiceMain [FILE | --config FILE] [--key=value ...]");
        for (ConfigKey key : QueryServiceConfig.keys()) {
            System.out.printf(
                    "%n--%s=%s   (%s; %s)%n    %s%n",
                    key.key(), key.defaultValue(), key.form(), key.variable(), key.meaning());
        }
    }
}
