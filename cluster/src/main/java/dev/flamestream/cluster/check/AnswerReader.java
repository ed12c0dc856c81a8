package dev.flamestream.cluster.check;

import dev.flamestream.cluster.load.Book;
import dev.flamestream.cluster.load.Ledger;
import dev.flamestream.cluster.load.LoadKey;
import dev.flamestream.cluster.load.Tally;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Asks one query service again and again for a service's profiles of the range that is closed, whose sum is known, or of the last
 * minute of it, and judges each answer.
 *
 * <p>Wrong is an answer, partial or not, that holds more than was sent or names another tenant's functions; and a whole one
 * that lacks what a checkpoint has made durable, or lacks anything at all while nothing is done to any part. Behind is a whole
 * one that lacks some of it otherwise: the newest seconds, which are read from Kafka once more after a failover.
 */
public final class AnswerReader implements Runnable {
    /** So long ago all of the range was acknowledged; a profile is visible within two seconds. */
    static final long SETTLED_MILLIS = 10_000;

    /** Without it two readers would take both cores of a small machine from those that take profiles in. */
    private static final long PAUSE_MILLIS = 500;

    /** Most questions are about so much: where profiles are on their way from heads into blocks. */
    private static final long LAST_SECONDS = 60;

    /** One question of so many is about all of it, which takes the longer the longer a run lasts. */
    private static final int ALL_IN = 6;

    private final String name;
    private final Questioner questioner;
    private final Book book;
    private final DurableFloors floors;
    private final BooleanSupplier calm;
    private final Verdicts verdicts;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Timeline timeline = new Timeline();
    private final SplittableRandom random;

    /** What all readers share: the book, what is durable, when nothing is done to any part, and the count of verdicts. */
    public record Bench(Book book, DurableFloors floors, BooleanSupplier calm, Verdicts verdicts) {}

    /** A reader of the query service on a port. */
    public AnswerReader(String name, int port, Bench bench, long seed) {
        this.name = name;
        this.questioner = new Questioner(port);
        this.book = bench.book();
        this.floors = bench.floors();
        this.calm = bench.calm();
        this.verdicts = bench.verdicts();
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
        while (!stopped.get() && !Thread.currentThread().isInterrupted()) {
            LoadKey key = book.keys().get(random.nextInt(book.keys().size()));
            long askedMillis = System.currentTimeMillis();
            long end = book.closedBefore(askedMillis, SETTLED_MILLIS);
            if (end <= book.startSecond()) {
                pause(100);
                continue;
            }
            boolean all = random.nextInt(ALL_IN) == 0;
            Question question = new Question(
                    key,
                    random.nextBoolean(),
                    all ? book.startSecond() : Math.max(book.startSecond(), end - LAST_SECONDS),
                    end);
            ask(question, all && question.counts());
            pause(PAUSE_MILLIS);
        }
    }

    private record Question(LoadKey key, boolean counts, long first, long end) {}

    private void ask(Question question, boolean hasFloor) {
        LoadKey key = question.key;
        boolean wasCalm = calm.getAsBoolean();
        long floor = hasFloor ? floors.floor(key) : 0;
        long askedMillis = System.currentTimeMillis();
        Reply reply = questioner.ask(
                key, question.counts ? key.kind().count() : key.kind().value(), question.first, question.end);
        if (stopped.get()) {
            return;
        }
        long nowMillis = System.currentTimeMillis();
        timeline.note(
                reply.kind() == Reply.Kind.WHOLE ? "" : name + ": " + reply.kind() + " " + reply.detail(),
                askedMillis,
                nowMillis);
        if (reply.kind() == Reply.Kind.FAILED) {
            verdicts.failed();
            return;
        }
        judge(question, floor, wasCalm && calm.getAsBoolean(), reply);
        if (hasFloor && reply.kind() == Reply.Kind.WHOLE) {
            floors.seen(key, reply.total(), nowMillis);
        }
    }

    private void judge(Question question, long floor, boolean isCalm, Reply reply) {
        boolean counts = question.counts;
        Ledger ledger = book.ledger(question.key);
        Tally acked = ledger.acked(question.first, question.end);
        Tally sent = ledger.sent(question.first, question.end);
        long atLeast = counts ? acked.profiles() : acked.value();
        long atMost = counts ? sent.profiles() : sent.value();
        long found = reply.total();
        String where = name + ", " + question.key + (counts ? ", profiles" : ", value") + " from " + question.first
                + " to " + question.end + ", "
                + Instant.ofEpochMilli(System.currentTimeMillis()) + ": ";
        if (reply.isForeign()) {
            verdicts.wrong(where + "names another tenant's functions");
        } else if (found > atMost) {
            verdicts.wrong(where + "expected at most " + atMost + ", found " + found);
        } else if (reply.kind() == Reply.Kind.PARTIAL) {
            if (isCalm) {
                verdicts.partialInCalm(where + "partial with all parts well, " + reply.detail());
            } else {
                verdicts.partial();
            }
        } else if (found < floor) {
            verdicts.wrong(where + "expected at least the durable " + floor + ", found " + found);
        } else if (found >= atLeast) {
            verdicts.exact();
        } else if (isCalm) {
            verdicts.wrong(where + "expected " + atLeast + " with all parts well, found " + found);
        } else {
            verdicts.behind(where + "expected " + atLeast + ", found " + found);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    /** When it was answered wholly. */
    public Timeline timeline() {
        return timeline;
    }

    /** Lets it end after its question. */
    public void stop() {
        stopped.set(true);
    }
}
