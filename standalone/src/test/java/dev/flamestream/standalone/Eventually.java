package dev.flamestream.standalone;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Asks again and again until something holds or time is over. */
public final class Eventually {
    private static final Duration POLL = Duration.ofMillis(100);

    private Eventually() {}

    /** Whether it came to hold in time. */
    public static boolean holds(Duration patience, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL.toMillis());
        }
        return true;
    }
}
