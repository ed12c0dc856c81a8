package dev.flamestream.standalone.up;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every two seconds whether the process can go on, and tells the first reason why it cannot. */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** At 60 MiB/s, more than a laptop takes in, the disk's reserve lasts for two looks. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "flamestream-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    /** One thing that the process cannot go on without. */
    @FunctionalInterface
    interface Check {
        /** Why it cannot go on, in one line; empty while it can. */
        Optional<String> failure() throws IOException;
    }

    private Watchdog() {}

    static Watchdog start(List<Check> checks, Consumer<String> onFailure) {
        Watchdog watchdog = new Watchdog();
        var unused = watchdog.scheduler.scheduleWithFixedDelay(
                () -> checks.forEach(check -> run(check, onFailure)),
                INTERVAL.toMillis(),
                INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
        return watchdog;
    }

    private static void run(Check check, Consumer<String> onFailure) {
        try {
            check.failure().ifPresent(onFailure);
        } catch (IOException failure) {
            log.atWarn().addKeyValue("error", failure.getMessage()).log("check gave no answer");
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
