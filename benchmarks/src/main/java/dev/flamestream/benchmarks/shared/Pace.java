package dev.flamestream.benchmarks.shared;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Does something so often a second, as evenly as can be, for so long; what falls behind is made up for. */
public final class Pace {
    private Pace() {}

    /** One turn. */
    public interface Turn {
        void take(int number) throws Exception;
    }

    /** Ends early when the thread is interrupted. */
    public static void keep(double perSecond, Duration time, Turn turn) throws Exception {
        long begin = System.nanoTime();
        long turns = Math.round(perSecond * time.toNanos() / 1e9);
        for (int number = 0; number < turns; number++) {
            long due = begin + Math.round(number * 1e9 / perSecond);
            long early = due - System.nanoTime();
            if (early > 0) {
                TimeUnit.NANOSECONDS.sleep(early);
            } else if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            turn.take(number);
        }
    }
}
