package dev.flamestream.cluster.load;

/**
 * What was sent of one service, by the second of the profiles' own time.
 *
 * <p>Thread-safe: every method holds its lock for at most a pass over the seconds of a run.
 */
public final class Ledger {
    /** The longest run. */
    static final int MAX_SECONDS = 6 * 3_600;

    private final long startSecond;
    private final int[] pending = new int[MAX_SECONDS];
    private final long[] sentProfiles = new long[MAX_SECONDS];
    private final long[] sentValue = new long[MAX_SECONDS];
    private final long[] ackedProfiles = new long[MAX_SECONDS];
    private final long[] ackedValue = new long[MAX_SECONDS];
    private final long[] settledMillis = new long[MAX_SECONDS];

    /** By the second of the acknowledgement itself. */
    private final long[] ackedAt = new long[MAX_SECONDS];

    private Tally sent = Tally.NONE;

    Ledger(long startSecond) {
        this.startSecond = startSecond;
    }

    synchronized void sending(long timeMillis, long value) {
        int second = index(timeMillis);
        pending[second]++;
        sentProfiles[second]++;
        sentValue[second] += value;
        sent = sent.plus(new Tally(1, value));
    }

    synchronized void settled(long timeMillis, long value, boolean acknowledged, long nowMillis) {
        int second = index(timeMillis);
        pending[second]--;
        settledMillis[second] = Math.max(settledMillis[second], nowMillis);
        if (acknowledged) {
            ackedProfiles[second]++;
            ackedValue[second] += value;
            ackedAt[index(nowMillis)]++;
        }
    }

    /** All that was handed to Kafka's client so far: no answer may hold more. */
    public synchronized Tally sent() {
        return sent;
    }

    /** Profiles that Kafka had acknowledged by the begin of a second. */
    public synchronized long ackedBefore(long millis) {
        long sum = 0;
        int end = Math.min(MAX_SECONDS, Math.max(0, index(millis)));
        for (int second = 0; second < end; second++) {
            sum += ackedAt[second];
        }
        return sum;
    }

    /** The first second, unix seconds, before which all is settled, and was so before the given time. */
    public synchronized long closedBefore(long nowMillis, long settledBeforeMillis) {
        int end = Math.min(MAX_SECONDS, index(nowMillis));
        int second = 0;
        while (second < end && pending[second] == 0 && settledMillis[second] <= settledBeforeMillis) {
            second++;
        }
        return startSecond + second;
    }

    /** What Kafka acknowledged of profiles of a range of seconds, [first, end). */
    public synchronized Tally acked(long first, long end) {
        return sum(ackedProfiles, ackedValue, first, end);
    }

    /** What was sent of profiles of a range of seconds, [first, end), whatever became of it. */
    public synchronized Tally sent(long first, long end) {
        return sum(sentProfiles, sentValue, first, end);
    }

    private Tally sum(long[] profiles, long[] values, long first, long end) {
        long profileSum = 0;
        long valueSum = 0;
        int from = Math.toIntExact(Math.max(0, first - startSecond));
        int to = Math.toIntExact(Math.min(MAX_SECONDS, end - startSecond));
        for (int second = from; second < to; second++) {
            profileSum += profiles[second];
            valueSum += values[second];
        }
        return new Tally(profileSum, valueSum);
    }

    private int index(long millis) {
        return Math.toIntExact(Math.floorDiv(millis, 1_000L) - startSecond);
    }
}
