package dev.flamestream.job.route;

/** The rate of one tenant or service, and what it asks for. Not thread-safe. */
final class Trend {
    private static final long NEVER = Long.MAX_VALUE;

    /** Past so much more than what the keys are meant for, there are more. */
    private static final double RISE_MARGIN = 1.25;

    /** With so many times what comes there would still be fewer: only then, and after a while, there are. */
    private static final double FALL_MARGIN = 2;

    private final RouteSettings settings;
    private double decayedLoad;
    private long decayedAtMillis;
    private long lowSinceMillis = NEVER;

    Trend(RouteSettings settings, long nowMillis) {
        this.settings = settings;
        this.decayedAtMillis = nowMillis;
    }

    void add(long load, long nowMillis) {
        decayedLoad = decayed(nowMillis) + load;
        decayedAtMillis = Math.max(decayedAtMillis, nowMillis);
    }

    /** Load a second: each past load counts less the longer it is ago. */
    double perSecond(long nowMillis) {
        return decayed(nowMillis) * 1_000 / settings.memory().toMillis();
    }

    private double decayed(long nowMillis) {
        double memories = (double) Math.max(0, nowMillis - decayedAtMillis)
                / settings.memory().toMillis();
        return decayedLoad * Math.exp(-memories);
    }

    /** How many keys there should be where there are so many and may be at most so many. */
    int wanted(int current, int max, long nowMillis) {
        double keys = perSecond(nowMillis) / settings.keyBytesPerSecond();
        int low = Math.min(max, RouteSettings.powerOfTwoFrom(keys * FALL_MARGIN));
        if (low >= current) {
            lowSinceMillis = NEVER;
        } else if (lowSinceMillis == NEVER) {
            lowSinceMillis = nowMillis;
        }
        if (current > max) {
            return max;
        }
        if (RouteSettings.powerOfTwoFrom(keys / RISE_MARGIN) > current) {
            return Math.min(max, RouteSettings.powerOfTwoFrom(keys));
        }
        return nowMillis - lowSinceMillis >= settings.fallAfter().toMillis() ? low : current;
    }
}
