package dev.flamestream.agent;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a claim to hold, with a deadline. */
public final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Eventually() {}

    /** Fails where the claim does not hold in time. */
    public static void holds(String claim, BooleanSupplier check) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!check.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + DEADLINE + ": " + claim);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
