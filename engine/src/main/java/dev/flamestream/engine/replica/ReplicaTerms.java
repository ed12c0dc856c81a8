package dev.flamestream.engine.replica;

import java.util.ArrayList;
import java.util.List;

/**
 * Which replica of a cluster counts, as a function of the time in Kafka's log: each is elected from one moment to the next.
 *
 * <p>At each moment of the log exactly one counts, in whatever order its partitions are read: where one is read ahead of another, so
 * that the elected replica seems to be silent, its records that are read later still count up to the moment from which the other
 * does. There, replicas that are both alive scrape a target at different moments of one interval, so that this one interval of it may
 * count from both or from neither. Immutable.
 *
 * @param terms the newest terms, the oldest first; what came before them counts as in the oldest
 * @param heardMillis the newest time at which the replica of the last term was heard
 */
public record ReplicaTerms(List<Term> terms, long heardMillis) {
    /** Terms that are remembered; with a timeout of 30 s they reach back a quarter of an hour at least. */
    public static final int MAX_TERMS = 32;

    public ReplicaTerms {
        terms = List.copyOf(terms);
        if (terms.isEmpty() || terms.size() > MAX_TERMS) {
            throw new IllegalArgumentException("expected 1 to " + MAX_TERMS + " terms, found " + terms.size());
        }
    }

    /** A replica counts from a moment on, until the next term begins. */
    public record Term(String replica, long fromMillis) {}

    /** The first replica that is heard is elected. */
    public static ReplicaTerms first(String replica, long appendMillis) {
        return new ReplicaTerms(List.of(new Term(replica, Long.MIN_VALUE)), appendMillis);
    }

    /**
     * The terms once a record of a replica was read: another than the elected one takes over from the moment at which that had been
     * silent for the timeout.
     */
    public ReplicaTerms heard(String replica, long appendMillis, long timeoutMillis) {
        if (replica.equals(terms.get(terms.size() - 1).replica())) {
            return appendMillis > heardMillis ? new ReplicaTerms(terms, appendMillis) : this;
        }
        if (appendMillis - heardMillis <= timeoutMillis) {
            return this;
        }
        List<Term> longer = new ArrayList<>(terms.size() < MAX_TERMS ? terms : terms.subList(1, MAX_TERMS));
        longer.add(new Term(replica, heardMillis + timeoutMillis + 1));
        return new ReplicaTerms(longer, appendMillis);
    }

    /** Whether a record of a replica counts that was appended at a moment. */
    public boolean counts(String replica, long appendMillis) {
        String elected = terms.get(0).replica();
        for (Term term : terms) {
            if (term.fromMillis() <= appendMillis) {
                elected = term.replica();
            }
        }
        return replica.equals(elected);
    }
}
