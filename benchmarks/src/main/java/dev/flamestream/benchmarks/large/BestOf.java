package dev.flamestream.benchmarks.large;

import java.util.ArrayList;
import java.util.List;

/**
 * Times several things in turns, so that whatever disturbs the machine disturbs all of them, and keeps the best time of each:
 * noise only ever adds.
 */
final class BestOf {
    private final int rounds;
    private final List<Timed> all = new ArrayList<>();

    /** Work that is worth a time. */
    interface Work {
        void run() throws Exception;
    }

    private static final class Timed {
        private final Work work;
        private long bestNanos = Long.MAX_VALUE;

        Timed(Work work) {
            this.work = work;
        }
    }

    BestOf(int rounds) {
        this.rounds = rounds;
    }

    /** Adds work; the number that names its time. */
    int add(Work work) {
        all.add(new Timed(work));
        return all.size() - 1;
    }

    /** Runs everything, a round after another; the first third of the rounds only warms up. */
    void run() throws Exception {
        for (int round = -(rounds / 2 + 1); round < rounds; round++) {
            for (Timed timed : all) {
                long begin = System.nanoTime();
                timed.work.run();
                long nanos = System.nanoTime() - begin;
                if (round >= 0) {
                    timed.bestNanos = Math.min(timed.bestNanos, nanos);
                }
            }
        }
    }

    /** The best time of a piece of work, in milliseconds. */
    double millis(int number) {
        return all.get(number).bestNanos / 1e6;
    }
}
