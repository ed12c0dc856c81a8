package dev.flamestream.cluster.check;

import dev.flamestream.cluster.load.Book;
import dev.flamestream.cluster.load.Ledger;
import dev.flamestream.cluster.load.LoadKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks a few times a second whether what Kafka acknowledged a few seconds ago can be seen, of one service after another, and
 * whether Kafka acknowledges anything at all: together that is whether ingest is well. Any query service will do.
 */
public final class FreshnessProbe implements Runnable {
    /** A profile is visible within two seconds when all is well; a busy machine doubles that. */
    public static final long BOUND_MILLIS = 5_000;

    /** Kafka acknowledges within milliseconds; the ledger tells whole seconds. */
    private static final long FLOW_MILLIS = 3_000;

    /** All services within less than the time for which all must be well. */
    private static final long PAUSE_MILLIS = 200;

    /** What is asked for: older profiles are the readers' concern. */
    private static final long RANGE_SECONDS = 60;

    private final List<Questioner> questioners;
    private final Book book;
    private final Verdicts verdicts;
    private final Timeline timeline = new Timeline();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** A probe that asks the query services on these ports in turn. */
    public FreshnessProbe(List<Integer> ports, Book book, Verdicts verdicts) {
        this.questioners = ports.stream().map(Questioner::new).toList();
        this.book = book;
        this.verdicts = verdicts;
    }

    @Override
    public void run() {
        for (int turn = 0; !stopped.get() && !Thread.currentThread().isInterrupted(); turn++) {
            LoadKey key = book.keys().get(turn % book.keys().size());
            long askedMillis = System.currentTimeMillis();
            timeline.note(faultOf(key, askedMillis), askedMillis, System.currentTimeMillis());
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What is not well with a service's newest profiles; nothing if all is. */
    private String faultOf(LoadKey key, long askedMillis) {
        if (!flows(askedMillis)) {
            return "Kafka acknowledges nothing";
        }
        Ledger ledger = book.ledger(key);
        long due = askedMillis - BOUND_MILLIS;
        long closed = ledger.closedBefore(due, due);
        if (closed * 1_000 < due - FLOW_MILLIS) {
            return key + ": not all is acknowledged that was sent after " + closed;
        }
        long first = Math.max(book.startSecond(), closed - RANGE_SECONDS);
        if (first >= closed) {
            return key + ": nothing was sent yet";
        }
        Reply reply = questioners.get(0).ask(key, key.kind().count(), first, closed);
        for (int next = 1; next < questioners.size() && reply.kind() != Reply.Kind.WHOLE; next++) {
            reply = questioners.get(next).ask(key, key.kind().count(), first, closed);
        }
        if (reply.kind() != Reply.Kind.WHOLE) {
            return key + ": " + reply.kind() + " " + reply.detail();
        }
        long sent = ledger.sent(first, closed).profiles();
        if (reply.total() > sent || reply.isForeign()) {
            verdicts.wrong("probe, " + key + ": expected at most the " + sent + " sent and no other's, found "
                    + reply.total() + (reply.isForeign() ? " with another tenant's functions" : ""));
        }
        long acked = ledger.acked(first, closed).profiles();
        return reply.total() >= acked
                ? ""
                : key + ": " + (acked - reply.total()) + " of " + acked + " are not visible after " + BOUND_MILLIS
                        + " ms";
    }

    private boolean flows(long askedMillis) {
        return book.keys().stream()
                        .mapToLong(key -> book.ledger(key).ackedBefore(askedMillis)
                                - book.ledger(key).ackedBefore(askedMillis - FLOW_MILLIS))
                        .sum()
                > 0;
    }

    /** When ingest was well. */
    public Timeline timeline() {
        return timeline;
    }

    /** Lets it end after its question. */
    public void stop() {
        stopped.set(true);
    }
}
