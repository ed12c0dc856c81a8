package dev.flamestream.standalone.acceptance;

import dev.flamestream.standalone.acceptance.QuerierApi.Answer;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Asks for one total again and again, and holds each whole answer against the laws: what was seen once stays, nothing counts
 * that was not sent, and what Kafka acknowledged some time ago is there.
 */
final class SteadyReader implements Callable<SteadyReader.Report> {
    private final String name;
    private final Question question;
    private final LongSupplier upperBound;
    private final LongSupplier lowerBound;
    private final AtomicBoolean stopped;
    private final AtomicLong seen = new AtomicLong();

    /** A query for a total. */
    @FunctionalInterface
    interface Question {
        Answer<Long> ask() throws IOException;
    }

    /** How many answers there were, how many of them said that they lack something, and the last of their reasons. */
    record Report(String name, long answers, long partial, String lastReason) {}

    SteadyReader(
            String name, Question question, LongSupplier lowerBound, LongSupplier upperBound, AtomicBoolean stopped) {
        this.name = name;
        this.question = question;
        this.lowerBound = lowerBound;
        this.upperBound = upperBound;
        this.stopped = stopped;
    }

    @Override
    public Report call() throws IOException {
        long answers = 0;
        long partial = 0;
        String lastReason = "";
        while (!stopped.get()) {
            long seenBefore = seen.get();
            long dueBefore = lowerBound.getAsLong();
            Answer<Long> answer = question.ask();
            answers++;
            if (!answer.partial().isEmpty()) {
                partial++;
                lastReason = answer.partial();
                continue;
            }
            long found = answer.message();
            require(
                    found >= seenBefore,
                    "it has shrunk: expected at least the %d seen before, found %d",
                    seenBefore,
                    found);
            long bound = upperBound.getAsLong();
            require(found <= bound, "it counts twice: expected at most the %d sent, found %d", bound, found);
            require(found >= dueBefore, "it lacks acknowledged ones: expected at least %d, found %d", dueBefore, found);
            seen.accumulateAndGet(found, Math::max);
        }
        return new Report(name, answers, partial, lastReason);
    }

    private void require(boolean holds, String message, long expected, long found) {
        if (!holds) {
            stopped.set(true);
            throw new AssertionError(name + ": " + String.format(message, expected, found));
        }
    }
}
