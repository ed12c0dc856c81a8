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

    /** Of all tenants: after a failover the partitions of Kafka are read again one after another. */
    private boolean isFresh(long askedMillis) {
        boolean flows = book.keys().stream()
                        .mapToLong(key -> book.ledger(key).ackedBefore(askedMillis)
                                - book.ledger(key).ackedBefore(askedMillis - FLOW_MILLIS))
                        .sum()
                > 0;
        return flows
                && book.keys().stream()
                        .map(LoadKey::tenant)
                        .distinct()
                        .allMatch(tenant -> isFresh(tenant, askedMillis));
    }

    private boolean isFresh(String tenant, long askedMillis) {
        List<Ledger> ledgers = book.keys().stream()
                .filter(key -> key.tenant().equals(tenant))
                .map(book::ledger)
                .toList();
        long due = ledgers.stream()
                .mapToLong(ledger -> ledger.ackedBefore(askedMillis - BOUND_MILLIS))
                .sum();
        for (Questioner questioner : questioners) {
            Reply reply =
                    questioner.ask(tenant, SteadyLoad.COUNT, book.startSecond(), askedMillis / 1_000 + AHEAD_SECONDS);
            if (reply.kind() == Reply.Kind.WHOLE) {
                long sent = ledgers.stream()
                        .mapToLong(ledger -> ledger.sent().profiles())
                        .sum();
                if (reply.total() > sent || reply.isForeign()) {
                    verdicts.wrong(
                            "probe, " + tenant + ": expected at most the " + sent + " sent and no other's, found "
                                    + reply.total() + (reply.isForeign() ? " with another tenant's functions" : ""));
                }
                return reply.total() >= due;
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
