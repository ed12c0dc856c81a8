package dev.flamestream.cluster.load;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was sent and what Kafka acknowledged, for each service of each tenant. Thread-safe. */
public final class Book {
    private final long startSecond;
    private final List<LoadKey> keys;
    private final Map<String, Ledger> ledgers = new TreeMap<>();
    private final AtomicLong ackedBytes = new AtomicLong();
    private long closedSecond;

    /** An empty book of some services, from a second on. */
    public Book(List<LoadKey> keys, long startSecond) {
        this.keys = List.copyOf(keys);
        this.startSecond = startSecond;
        this.closedSecond = startSecond;
        keys.forEach(key -> ledgers.put(key.toString(), new Ledger(startSecond)));
    }

    /** The services it is about. */
    public List<LoadKey> keys() {
        return keys;
    }

    /** The first second of any profile, unix seconds. */
    public long startSecond() {
        return startSecond;
    }

    /** What is known of one service. */
    public Ledger ledger(LoadKey key) {
        Ledger ledger = ledgers.get(key.toString());
        if (ledger == null) {
            throw new IllegalArgumentException("no such service: " + key);
        }
        return ledger;
    }

    /**
     * The second before which nothing is sent any more and all was settled longer ago than given; it never goes back. Of that
     * range the sum is known.
     */
    public synchronized long closedBefore(long nowMillis, long settledForMillis) {
        long closed = Long.MAX_VALUE;
        for (Ledger ledger : ledgers.values()) {
            closed = Math.min(closed, ledger.closedBefore(nowMillis - settledForMillis, nowMillis - settledForMillis));
        }
        closedSecond = Math.max(closedSecond, closed);
        return closedSecond;
    }

    void acked(long bytes) {
        ackedBytes.addAndGet(bytes);
    }

    /** Bytes of the records that Kafka acknowledged. */
    public long ackedBytes() {
        return ackedBytes.get();
    }

    /** All that was sent. */
    public Tally sent() {
        return keys.stream().map(key -> ledger(key).sent()).reduce(Tally.NONE, Tally::plus);
    }

    /** All that Kafka acknowledged. */
    public Tally acked() {
        return keys.stream()
                .map(key -> ledger(key).acked(startSecond, startSecond + Ledger.MAX_SECONDS))
                .reduce(Tally.NONE, Tally::plus);
    }
}
