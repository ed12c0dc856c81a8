package dev.flamestream.cluster.check;

import dev.flamestream.cluster.load.Book;
import dev.flamestream.cluster.load.Ledger;
import dev.flamestream.cluster.load.LoadKey;
import dev.flamestream.cluster.load.SteadyLoad;
import dev.flamestream.cluster.load.Tally;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Asks one query service without pause for a service's profiles of the range that is closed, whose sum is known, and judges
 * each answer.
 *
 * <p>Wrong is an answer, partial or not, that holds more than was sent or names another tenant's functions; and a whole one
 * that lacks what a checkpoint has made durable, or lacks anything at all while nothing is done to any part. Behind is a whole
 * one that lacks some of it otherwise: the newest seconds, which are read from Kafka once more after a failover.
 */
public final class AnswerReader implements Runnable {
    /** So long ago all of the range was acknowledged; a profile is visible within two seconds. */
    static final long SETTLED_MILLIS = 10_000;

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
            boolean counts = random.nextBoolean();
            boolean wasCalm = calm.getAsBoolean();
            long floor = counts ? floors.floor(key) : 0;
            Reply reply = questioner.ask(key, counts ? SteadyLoad.COUNT : SteadyLoad.VALUE, book.startSecond(), end);
            if (stopped.get()) {
                return;
            }
            long nowMillis = System.currentTimeMillis();
            timeline.note(reply.kind() == Reply.Kind.WHOLE, askedMillis, nowMillis);
            if (reply.kind() == Reply.Kind.FAILED) {
                verdicts.failed();
                // A service that is down refuses within microseconds.
                pause(50);
                continue;
            }
            judge(key, counts, end, floor, wasCalm && calm.getAsBoolean(), reply);
            if (counts && reply.kind() == Reply.Kind.WHOLE) {
                floors.seen(key, reply.total(), nowMillis);
            }
        }
    }

    private void judge(LoadKey key, boolean counts, long end, long floor, boolean isCalm, Reply reply) {
        Ledger ledger = book.ledger(key);
        Tally acked = ledger.acked(book.startSecond(), end);
        Tally sent = ledger.sent(book.startSecond(), end);
        long atLeast = counts ? acked.profiles() : acked.value();
        long atMost = counts ? sent.profiles() : sent.value();
        long found = reply.total();
        String where = name + ", " + key + (counts ? ", profiles" : ", value") + " before " + end + ": ";
        if (reply.isForeign()) {
            verdicts.wrong(where + "names another tenant's functions");
        } else if (found > atMost) {
            verdicts.wrong(where + "expected at most " + atMost + ", found " + found);
        } else if (reply.kind() == Reply.Kind.PARTIAL) {
            verdicts.partial();
        } else if (found < floor) {
            verdicts.wrong(where + "expected at least the durable " + floor + ", found " + found);
        } else if (found >= atLeast) {
            verdicts.exact();
        } else if (isCalm) {
            verdicts.wrong(where + "expected " + atLeast + " with all parts well, found " + found);
        } else {
            verdicts.behind();
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
