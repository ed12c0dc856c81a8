package dev.flamestream.benchmarks.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.benchmarks.shared.Latencies;
import dev.flamestream.benchmarks.shared.Pace;
import dev.flamestream.benchmarks.whole.Progress;
import dev.flamestream.benchmarks.whole.UpServer;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.standalone.query.QuerierClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code up} under many tenants for so long, looked at each minute, and counted at the end. */
final class Soak {
    private static final String TYPE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
    private static final int DISTINCT = 400;
    private static final double QUERIES_PER_SECOND = 1;
    private static final Duration STORE_PATIENCE = Duration.ofMinutes(5);
    private static final int PARTS = 2;

    /** Every kind of limit and rule is looked at for each profile, and refuses or changes none. */
    private static final String LIMITS = """
            defaults:
              ingestion_rate_mb: 1000
              ingestion_burst_size_mb: 1000
              max_global_series_per_tenant: 1000000
              ingestion_relabeling_rules:
                - {action: labeldrop, regex: "build_.*"}
                - {action: drop, source_labels: [service_name], regex: "nobody"}
            """;

    private final SoakSize size;
    private final Duration time;
    private final Duration window;
    private final PrintWriter out;
    private final Instant begin = Instant.now();
    /** Of the minute. */
    private volatile Latencies queries = new Latencies();

    Soak(SoakSize size, Duration time, Duration window, PrintWriter out) {
        this.size = size;
        this.time = time;
        this.window = window;
        this.out = out;
    }

    /** Runs in a folder; what is wrong at the end, a line each. */
    List<String> run(Path folder) throws Exception {
        SoakLoad load =
                new SoakLoad(size, ProfileStream.of(Workload.CPU_TYPICAL).take(DISTINCT));
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("limits.yaml"), LIMITS);
        try (UpServer up = UpServer.start(folder, List.of("--multitenancy", "--window", window.toSeconds() + "s"));
                Progress progress = new Progress(up.bootstrapServers());
                ProfilePublisher publisher =
                        ProfilePublisher.to(up.bootstrapServers()).open()) {
            ExecutorService threads = Executors.newFixedThreadPool(PARTS);
            try {
                List<Future<?>> running = new ArrayList<>();
                running.add(threads.submit(() -> {
                    Pace.keep(size.profilesPerSecond(), time, number -> load.send(publisher, number));
                    return true;
                }));
                running.add(threads.submit(() -> {
                    Pace.keep(QUERIES_PER_SECOND, time, number -> query(up, number));
                    return true;
                }));
                out.println(SoakRow.HEADER);
                out.flush();
                Pace.keep(1.0 / 60, time.plusSeconds(60), number -> {
                    if (number > 0) {
                        look(up, progress, load, data);
                    }
                });
                for (Future<?> each : running) {
                    each.get();
                }
            } catch (ExecutionException failure) {
                throw new IOException("the load ended: " + failure.getCause(), failure);
            } finally {
                threads.shutdownNow();
            }
            progress.awaitAllStored(STORE_PATIENCE);
            return faults(up, progress, load);
        }
    }

    private void look(UpServer up, Progress progress, SoakLoad load, Path data) throws Exception {
        Latencies sinceLast = queries;
        queries = new Latencies();
        SoakRow row = new SoakRow(
                Duration.between(begin, Instant.now()).toSeconds(),
                load.sent(),
                progress.behind(),
                up.residentBytes() >> 20,
                bytesBelow(data.resolve("scratch")) >> 20,
                bytesBelow(data.resolve("checkpoints")) >> 20,
                bytesBelow(data.resolve("blocks")) >> 20,
                sinceLast);
        out.println(row.toMarkdown());
        out.flush();
    }

    private void query(UpServer up, int number) throws Exception {
        long asked = System.nanoTime();
        total(up, number % size.tenants(), "{service_name=\"" + size.service(number * 17) + "\"}");
        queries.add(System.nanoTime() - asked);
    }

    private long total(UpServer up, int tenant, String selector) throws Exception {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("profileTypeID", TYPE)
                .put("labelSelector", selector)
                .put("start", begin.minusSeconds(60).toEpochMilli())
                .put("end", Instant.now().plusSeconds(60).toEpochMilli());
        JsonNode answer =
                new QuerierClient(up.queryService(), size.tenant(tenant)).askJson("SelectMergeStacktraces", request);
        return answer.path("flamegraph").path("total").asLong();
    }

    private List<String> faults(UpServer up, Progress progress, SoakLoad load) throws Exception {
        List<String> faults = new ArrayList<>();
        if (load.failed() > 0) {
            faults.add(load.failed() + " profiles were not taken by Kafka");
        }
        if (progress.rejectedCount() > 0) {
            faults.add(progress.rejectedCount() + " profiles were refused");
        }
        for (int tenant = 0; tenant < size.tenants(); tenant++) {
            long found = total(up, tenant, "{}");
            if (found != load.acknowledged(tenant)) {
                faults.add(size.tenant(tenant) + ": expected a total of " + load.acknowledged(tenant) + ", found "
                        + found);
            }
        }
        out.printf(
                "%,d profiles of %,d series sent; each of %d tenants has its sum: %s%n",
                load.sent(), size.series(), size.tenants(), faults.isEmpty() ? "yes" : "no");
        out.flush();
        return faults;
    }

    /** Files come and go meanwhile. */
    private static long bytesBelow(Path folder) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 10 && Files.isDirectory(folder); attempt++) {
            try (Stream<Path> files = Files.walk(folder)) {
                long bytes = 0;
                for (Path file : (Iterable<Path>) files::iterator) {
                    bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
                }
                return bytes;
            } catch (NoSuchFileException | UncheckedIOException gone) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        if (Files.isDirectory(folder)) {
            throw new IOException(folder + ": expected to list it within 10 attempts, files went away in each");
        }
        return 0;
    }
}
