package dev.flamestream.job.preflight;

import dev.flamestream.job.config.KafkaSettings;
import dev.flamestream.job.tenant.PolicyFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Looks for what the job needs until all of it is there or the wait is over.
 *
 * <p>A job that is submitted without would be restarted for ever with a stack trace each time; here the same is one line.
 */
public final class Preflight {
    private static final Duration POLL = Duration.ofSeconds(2);

    /** A look at a store that does not answer is given up then; its client goes on trying for longer. */
    private static final Duration LOOK_PATIENCE = Duration.ofSeconds(20);

    private final List<Check> checks;
    private final Consumer<String> progress;

    Preflight(List<Check> checks, Consumer<String> progress) {
        this.checks = List.copyOf(checks);
        this.progress = progress;
    }

    /** Looks once. */
    @FunctionalInterface
    interface Check {
        /** What is missing; none if all is there. */
        List<Finding> look() throws InterruptedException;
    }

    /** What the given job needs: its topics, the folder of its blocks, the limits' file and, where it is known here, that of its checkpoints. */
    public static Preflight of(
            KafkaSettings kafka,
            String blocksFolder,
            PolicyFile policies,
            Optional<String> checkpointFolder,
            Consumer<String> progress) {
        List<Check> checks = new ArrayList<>();
        checks.add(new TopicCheck(kafka));
        checks.add(new FolderCheck("blocks", blocksFolder));
        checks.add(new PolicyCheck(policies));
        checkpointFolder.ifPresent(folder -> checks.add(new FolderCheck("checkpoints", folder)));
        return new Preflight(checks, progress);
    }

    /** Waits for what is missing; what still is when the time is over, a line each, or none. Says what it waits for. */
    public List<String> run(Duration wait) throws InterruptedException {
        ExecutorService lookers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "flamestream-preflight");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long endNanos = System.nanoTime() + wait.toNanos();
            List<String> told = List.of();
            while (true) {
                List<Finding> findings = look(lookers);
                List<String> lines = findings.stream().map(Finding::line).toList();
                long leftNanos = endNanos - System.nanoTime();
                if (leftNanos <= 0 || !findings.stream().allMatch(Finding::isWorthWaiting) || lines.isEmpty()) {
                    return lines;
                }
                if (!lines.equals(told)) {
                    long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(leftNanos));
                    lines.forEach(line -> progress.accept("waiting up to " + seconds + " s: " + line));
                    told = lines;
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(POLL.toNanos(), leftNanos));
            }
        } finally {
            lookers.shutdownNow();
        }
    }

    /** All checks side by side, each for a bounded time. */
    private List<Finding> look(ExecutorService lookers) throws InterruptedException {
        List<Future<List<Finding>>> looks = new ArrayList<>();
        for (Check check : checks) {
            looks.add(lookers.submit(check::look));
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            try {
                findings.addAll(looks.get(i).get(LOOK_PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (TimeoutException silent) {
                looks.get(i).cancel(true);
                findings.add(Finding.missing(checks.get(i) + ": no answer within " + LOOK_PATIENCE.toSeconds() + " s"));
            } catch (ExecutionException failure) {
                findings.add(Finding.wrong(checks.get(i) + ": " + Finding.reasonOf(failure)));
            }
        }
        return findings;
    }
}
