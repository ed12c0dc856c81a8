package dev.flamestream.query;

import dev.flamestream.query.blocks.BlockCatalog;
import dev.flamestream.query.http.Readiness;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ready once the block store has answered, and until the service stops: a store that goes away later is an error of each query,
 * and taking all instances out of rotation at once would make it worse.
 */
final class StoreReadiness implements Readiness, AutoCloseable {
    private static final long RETRY_SECONDS = 1;

    private final BlockCatalog blocks;
    private final Clock clock;
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "readiness");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean isStopping;
    private volatile Optional<String> whyNot = Optional.of("the block store has not been asked yet");

    StoreReadiness(BlockCatalog blocks, Clock clock) {
        this.blocks = blocks;
        this.clock = clock;
    }

    /** Not ready from now on. */
    void stopping() {
        isStopping = true;
    }

    /** Asks the store until it answers. */
    void begin() {
        var unused = prober.submit(this::probe);
    }

    private void probe() {
        try {
            blocks.probe(RecordFormat.DEFAULT_TENANT, LocalDate.now(clock));
            whyNot = Optional.empty();
        } catch (IOException e) {
            whyNot = Optional.of("the block store does not answer: " + e.getMessage());
            var unused = prober.schedule(this::probe, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public Optional<String> whyNot() {
        return isStopping ? Optional.of("the service is stopping") : whyNot;
    }

    @Override
    public void close() {
        prober.shutdownNow();
    }
}
