package dev.flamestream.standalone.acceptance;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for something to become so, by asking often, and never for ever. */
final class Await {
    private static final Duration POLL = Duration.ofMillis(50);

    private Await() {}

    /** A claim whose check may fail. */
    @FunctionalInterface
    interface Claim {
        boolean holds() throws Exception;
    }

    /** A value that may not be there yet. */
    @FunctionalInterface
    interface Source<T> {
        Optional<T> get() throws Exception;
    }

    /** Waits until a claim holds; the detail is asked for only where it does not in time. */
    static void until(String what, Duration patience, Supplier<String> detail, Claim claim) throws Exception {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (!holds(claim)) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("waited " + patience + " in vain: " + what + "\n" + detail.get());
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /** What is asserted on the way to a claim may not hold yet either: an answer may be partial for a moment. */
    private static boolean holds(Claim claim) throws Exception {
        try {
            return claim.holds();
        } catch (AssertionError notYet) {
            return false;
        }
    }

    /** Waits until a value is there. */
    static <T> T value(String what, Duration patience, Supplier<String> detail, Source<T> source) throws Exception {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> found = source.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("waited " + patience + " in vain: " + what + "\n" + detail.get());
            }
            Thread.sleep(POLL.toMillis());
        }
    }
}
