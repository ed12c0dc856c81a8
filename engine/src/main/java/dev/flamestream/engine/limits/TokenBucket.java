package dev.flamestream.engine.limits;

/**
 * Bounds a rate. Whoever is not ahead of it may take any amount, and is then behind for as long as that takes: so what is larger than
 * the burst passes too, and the mean still holds. Not thread-safe.
 */
public final class TokenBucket {
    private static final long MILLIS_OF_SECOND = 1_000;

    private double tokens;
    private long lastMillis;

    /** A full bucket. */
    public TokenBucket(long burst, long nowMillis) {
        this.tokens = (double) burst;
        this.lastMillis = nowMillis;
    }

    /**
     * Takes an amount, if there is anything left.
     *
     * @param perSecond what comes in
     * @param burst what fits in
     * @param nowMillis any clock's; what goes back counts as no time
     */
    public boolean take(long amount, double perSecond, long burst, long nowMillis) {
        if (nowMillis > lastMillis) {
            tokens = Math.min((double) burst, tokens + perSecond * (nowMillis - lastMillis) / MILLIS_OF_SECOND);
            lastMillis = nowMillis;
        }
        if (tokens <= 0) {
            return false;
        }
        tokens -= (double) amount;
        return true;
    }
}
