package dev.flamestream.query;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the query service: {@code QueryServiceMain [FILE.properties]}.
 *
 * <p>Keys come from the file, then from environment variables, which win: {@code FLAMESTREAM_HTTP_PORT} is {@code http.port}.
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION stand for the keys of S3 where those are not set.
 */
public final class QueryServiceMain {
    private static final String ENVIRONMENT_PREFIX = "FLAMESTREAM_";

    private static final Map<String, String> AWS_VARIABLES = Map.of(
            "AWS_ACCESS_KEY_ID", "blocks.s3.access.key",
            "AWS_SECRET_ACCESS_KEY", "blocks.s3.secret.key",
            "AWS_REGION", "blocks.s3.region");

    private QueryServiceMain() {}

    /** Exits with 2 for a configuration that cannot be used, and with 1 if the service cannot start. */
    public static void main(String[] args) throws InterruptedException {
        try {
            QueryServiceConfig config = QueryServiceConfig.of(values(args, System.getenv()));
            QueryService service = ServiceWiring.build(config, ServiceWiring.Parts.NONE, Clock.systemUTC());
            service.start();
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
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

    /** The keys of a file and of the environment. */
    static Map<String, String> values(String[] args, Map<String, String> environment) throws IOException {
        Map<String, String> values = new TreeMap<>();
        if (args.length > 0) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.UTF_8)) {
                file.load(reader);
            }
            file.stringPropertyNames().forEach(key -> values.put(key, file.getProperty(key)));
        }
        AWS_VARIABLES.forEach((variable, key) -> {
            String value = environment.get(variable);
            if (value != null) {
                values.putIfAbsent(key, value);
            }
        });
        environment.forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT_PREFIX)) {
                String key = variable.substring(ENVIRONMENT_PREFIX.length());
                values.put(key.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return values;
    }
}
