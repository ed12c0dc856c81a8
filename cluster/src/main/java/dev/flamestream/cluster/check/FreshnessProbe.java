package dev.flamestream.cluster.check;

import dev.flamestream.cluster.load.Book;
import dev.flamestream.cluster.load.Ledger;
import dev.flamestream.cluster.load.LoadKey;
import dev.flamestream.cluster.load.SteadyLoad;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks a few times a second whether what Kafka acknowledged a few seconds ago can be seen, and whether Kafka acknowledges
 * anything at all: together that is whether ingest is well. Any query service will do.
 */
public final class FreshnessProbe implements Runnable {
    /** A profile is visible within two seconds when all is well; a busy machine doubles that. */
    public static final long BOUND_MILLIS = 5_000;

    /** Kafka acknowledges within milliseconds; the ledger tells whole seconds. */
    private static final long FLOW_MILLIS = 3_000;

    private static final long PAUSE_MILLIS = 200;

    /** Profiles of a clock that is ahead of this one would be seen, too. */
    private static final long AHEAD_SECONDS = 60;

    private final List<Questioner> questioners;
    private final Book book;
    private final Verdicts verdicts;
    private final Timeline timeline = new Timeline();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private int number;

    /** A probe that asks the query services on these ports in turn. */
    public FreshnessProbe(List<Integer> ports, Book book, Verdicts verdicts) {
        this.questioners = ports.stream().map(Questioner::new).toList();
        this.book = book;
        this.verdicts = verdicts;
    }

    @Override
    public void run() {
        while (!stopped.get() && !Thread.currentThread().isInterrupted()) {
            long askedMillis = System.currentTimeMillis();
            timeline.note(isFresh(askedMillis), askedMillis, System.currentTimeMillis());
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isFresh(long askedMillis) {
        LoadKey key = book.keys().get(number++ % book.keys().size());
        Ledger ledger = book.ledger(key);
        long dueProfiles = ledger.ackedBefore(askedMillis - BOUND_MILLIS);
        boolean flows = book.keys().stream()
                        .mapToLong(each -> book.ledger(each).ackedBefore(askedMillis)
                                - book.ledger(each).ackedBefore(askedMillis - FLOW_MILLIS))
                        .sum()
                > 0;
        for (Questioner questioner : questioners) {
            Reply reply = questioner.ask(
                    key, SteadyLoad.COUNT, book.startSecond(), askedMillis / 1_000 + AHEAD_SECONDS);
            if (reply.kind() == Reply.Kind.WHOLE) {
                long sent = ledger.sent().profiles();
                if (reply.total() > sent) {
                    verdicts.wrong("probe, " + key + ": expected at most the " + sent + " sent, found "
                            + reply.total());
                }
                return flows && reply.total() >= dueProfiles;
            }
        }
        return false;
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
