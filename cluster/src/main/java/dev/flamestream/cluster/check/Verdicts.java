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
    private long partialInCalm;
    private final List<String> faults = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * The numbers of a moment.
     *
     * @param answers that came, partial ones included
     * @param exact whole ones that held all that Kafka had acknowledged some time ago
     * @param partialInCalm partial ones while nothing was done to any part
     * @param behind whole ones that lacked some of it while a part was down or just back
     * @param wrong ones that held what they must not, or lacked what they must hold
     * @param failed questions without an answer
     * @param faults the first wrong ones
     * @param remarks the first that were behind, or partial in calm
     */
    public record Counts(
            long answers,
            long exact,
            long partial,
            long partialInCalm,
            long behind,
            long wrong,
            long failed,
            List<String> faults,
            List<String> remarks) {}

    /** Forgets the answers of the time before the load was steady; wrong ones stay. */
    public synchronized void begin() {
        whole = wrong;
        exact = 0;
        partial = 0;
        partialInCalm = 0;
        behind = 0;
        failed = 0;
        remarks.clear();
    }

    synchronized void exact() {
        whole++;
        exact++;
    }

    synchronized void behind(String what) {
        whole++;
        behind++;
        remark(what);
    }

    synchronized void partial() {
        partial++;
    }

    synchronized void partialInCalm(String what) {
        partial++;
        partialInCalm++;
        remark(what);
    }

    private void remark(String what) {
        if (remarks.size() < MAX_SHOWN) {
            remarks.add(what);
        }
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
        return new Counts(
                whole + partial,
                exact,
                partial,
                partialInCalm,
                behind,
                wrong,
                failed,
                List.copyOf(faults),
                List.copyOf(remarks));
    }
}
