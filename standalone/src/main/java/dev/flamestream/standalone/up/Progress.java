package dev.flamestream.standalone.up;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** What a person sees while things start: one line for each that is ready, with the seconds it took. */
public final class Progress {
    private final Consumer<String> lines;
    private long since = System.nanoTime();

    /** Tells the given consumer. */
    public Progress(Consumer<String> lines) {
        this.lines = lines;
    }

    void ready(String what) {
        long now = System.nanoTime();
        double seconds = Duration.ofNanos(now - since).toMillis() / 1000.0;
        since = now;
        lines.accept(String.format(Locale.ROOT, "  %-16s %5.1f s", what, seconds));
    }
}
