package dev.flamestream.cluster.check;

/** Since when something is well, and how long it took to get well after a fault. Times in unix milliseconds. Thread-safe. */
public final class Timeline {
    private long lastBadMillis = Long.MIN_VALUE;
    private long wellSinceMillis = Long.MAX_VALUE;
    private long lastAskedMillis = Long.MIN_VALUE;
    private String lastUnwell = "nothing was asked yet";

    /** What was found at a time: nothing where it is well, else what is not. */
    synchronized void note(String unwell, long askedMillis, long nowMillis) {
        lastAskedMillis = askedMillis;
        boolean well = unwell.isEmpty();
        if (!well) {
            lastUnwell = unwell;
            lastBadMillis = nowMillis;
            wellSinceMillis = Long.MAX_VALUE;
        } else if (askedMillis >= lastBadMillis && wellSinceMillis == Long.MAX_VALUE) {
            wellSinceMillis = nowMillis;
        }
    }

    /**
     * Whether it has been well for so long, up to a question that was asked no earlier than given: on a busy machine one may take
     * longer than a fault takes to be felt.
     */
    public synchronized boolean isWell(long forMillis, long askedAfterMillis, long nowMillis) {
        return wellSinceMillis != Long.MAX_VALUE
                && nowMillis - wellSinceMillis >= forMillis
                && lastAskedMillis >= askedAfterMillis;
    }

    /** What was last found not to be well. */
    public synchronized String lastUnwell() {
        return lastUnwell;
    }

    /** How long after a fault it was well for good; 0 where the fault was not felt. */
    public synchronized long recoveryMillis(long faultMillis) {
        if (lastBadMillis < faultMillis) {
            return 0;
        }
        return wellSinceMillis == Long.MAX_VALUE ? Long.MAX_VALUE : wellSinceMillis - faultMillis;
    }
}
