package dev.flamestream.cluster.chaos;

import dev.flamestream.cluster.fault.FaultKind;
import java.time.Duration;
import java.util.List;

/**
 * One run.
 *
 * @param lasts how long faults are done; the start before and the checks after come on top
 * @param rate profiles a second
 * @param kinds of faults
 * @param overlapPercent after so many of a hundred faults the next one begins before all is well again
 * @param faults the run ends early after so many; 0 for no such bound
 */
public record ChaosSettings(
        Duration lasts, long seed, int rate, List<FaultKind> kinds, int overlapPercent, int faults) {
    private static final int MAX_RATE = 5_000;

    /** Checks the bounds. */
    public ChaosSettings {
        kinds = List.copyOf(kinds);
        if (lasts.compareTo(Duration.ofHours(5)) > 0 || lasts.isNegative() || lasts.isZero()) {
            throw new IllegalArgumentException("--minutes: expected 1 to 300, found " + lasts);
        }
        if (rate < 1 || rate > MAX_RATE) {
            throw new IllegalArgumentException("--rate: expected 1 to " + MAX_RATE + ", found " + rate);
        }
        if (overlapPercent < 0 || overlapPercent > 100) {
            throw new IllegalArgumentException("--overlap: expected 0 to 100, found " + overlapPercent);
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("--only: expected at least one kind of fault");
        }
    }
}
