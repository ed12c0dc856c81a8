package dev.flamestream.engine.limits;

import dev.flamestream.schemas.yaml.ConfigFault;
import dev.flamestream.schemas.yaml.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of settings that is read again while everything runs. What cannot be read, or is wrong, changes nothing: what was read before
 * stays in force, and a line in the log says what is wrong. Thread-safe. Close it.
 */
public final class WatchedFile<T> implements AutoCloseable {
    /** How soon a change is in force. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(WatchedFile.class);

    /** The file, whatever it lies on. */
    @FunctionalInterface
    public interface Source {
        /** All of it; waits for a bounded time. */
        byte[] read() throws IOException;
    }

    /** From the file's text to what it says. */
    @FunctionalInterface
    public interface Parser<T> {
        /** What it says, of no use where it adds faults. */
        T parse(String text, Faults faults);
    }

    private final String file;
    private final Source source;
    private final Parser<T> parser;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "file-watch");
        named.setDaemon(true);
        return named;
    });

    private volatile T inForce;
    private volatile boolean isFaulty;
    private @Nullable String text;
    private String told = "";

    /** Looks at the file once; where that fails, the given stands in. */
    public WatchedFile(String file, Source source, Parser<T> parser, T otherwise) {
        this.file = file;
        this.source = source;
        this.parser = parser;
        this.inForce = otherwise;
        var unused = look();
    }

    /** Looks again every so often from now on. */
    public void begin(Duration interval) {
        var unused = thread.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes what was in force before a restart, where the file has not been of use since. */
    public synchronized void restore(String earlier) {
        if (text == null) {
            Faults faults = new Faults(file);
            T read = parser.parse(earlier, faults);
            if (faults.isEmpty()) {
                inForce = read;
                text = earlier;
            }
        }
    }

    /** The text that is in force; empty while there was none of use. */
    public synchronized Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /** What is in force. */
    public T inForce() {
        return inForce;
    }

    /** Whether the file as it is now is not in force, since something is wrong with it. */
    public boolean isFaulty() {
        return isFaulty;
    }

    /** Looks at the file; what is wrong with it, a line each. */
    public synchronized List<String> look() {
        try {
            String now = new String(source.read(), StandardCharsets.UTF_8);
            if (!now.equals(text)) {
                Faults faults = new Faults(file);
                T read = parser.parse(now, faults);
                if (!faults.isEmpty()) {
                    List<String> lines =
                            faults.sorted().stream().map(ConfigFault::toString).toList();
                    tell(Optional.of(String.join("; ", lines)));
                    return lines;
                }
                if (text != null) {
                    // Not the fluent form: clusters bring their own SLF4J, which is 1.7 in every Flink that is
                    // published.
                    log.info("changed file is in force file=\"{}\"", file);
                }
                inForce = read;
                text = now;
            }
            tell(Optional.empty());
            return List.of();
        } catch (IOException | RuntimeException e) {
            String line = file + ": cannot be read: " + e;
            tell(Optional.of(line));
            return List.of(line);
        }
    }

    /** Once what is wrong, and once that nothing is any more. */
    private void tell(Optional<String> fault) {
        isFaulty = fault.isPresent();
        String now = fault.orElse("");
        if (!now.equals(told)) {
            told = now;
            if (fault.isPresent()) {
                log.error("file cannot be used, what was read before stays in force: {}", now);
            } else {
                log.info("file can be used again file=\"{}\"", file);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
