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

    /**
     * Waits until a claim holds; the detail is asked for only where it does not in time. What is asserted on the way to the claim
     * may not hold yet either, as an answer may be partial for a moment; the last such failure is the cause of ours.
     */
    static void until(String what, Duration patience, Supplier<String> detail, Claim claim) throws Exception {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (true) {
            AssertionError last = new AssertionError("the claim was false");
            try {
                if (claim.holds()) {
                    return;
                }
            } catch (AssertionError notYet) {
                last = notYet;
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("waited " + patience + " in vain: " + what + "\n" + detail.get(), last);
            }
            Thread.sleep(POLL.toMillis());
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
