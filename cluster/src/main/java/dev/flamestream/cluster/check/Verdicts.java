package dev.flamestream.cluster.check;

import java.util.ArrayList;
import java.util.List;

/** How many answers there were of which worth, and what the first wrong ones were. Thread-safe. */
public final class Verdicts {
    private static final int MAX_SHOWN = 20;

    private long whole;
    private long exact;
    private long partial;
    private long failed;
    private long behind;
    private long wrong;
    private final List<String> faults = new ArrayList<>();

    /**
     * The numbers of a moment.
     *
     * @param answers that came, partial ones included
     * @param exact whole ones that held all that Kafka had acknowledged some time ago
     * @param behind whole ones that lacked some of it while a part was down or just back
     * @param wrong ones that held what they must not, or lacked what they must hold
     * @param failed questions without an answer
     */
    public record Counts(
            long answers, long exact, long partial, long behind, long wrong, long failed, List<String> faults) {}

    synchronized void exact() {
        whole++;
        exact++;
    }

    synchronized void behind() {
        whole++;
        behind++;
    }

    synchronized void partial() {
        partial++;
    }

    synchronized void failed() {
        failed++;
    }

    synchronized void wrong(String what) {
        whole++;
        wrong++;
        if (faults.size() < MAX_SHOWN) {
            faults.add(what);
        }
    }

    /** What was counted so far. */
    public synchronized Counts counts() {
        return new Counts(whole + partial, exact, partial, behind, wrong, failed, List.copyOf(faults));
    }
}
