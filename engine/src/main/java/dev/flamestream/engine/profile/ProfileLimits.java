package dev.flamestream.engine.profile;

import java.io.Serializable;

/**
 * The bounds of one profile.
 *
 * @param maxInflatedBytes of the pprof file without gzip
 * @param maxSamples in one file
 * @param maxSampleLabels of one sample
 * @param maxStackDepth frames of one stack; a deeper one keeps its root side and ends in a frame that says so
 * @param maxSymbolBytes of one name; a longer one keeps its tail
 * @param maxLabels of one series
 * @param maxLabelNameBytes of one label's name
 * @param maxLabelValueBytes of one label's value
 * @param maxSeriesPerHead series of a service in one window past which labels of samples are folded into one value
 * @param maxAgeMillis how far behind the clock a profile's time may lie; 0 for as far as it likes
 * @param maxFutureMillis how far ahead of the clock a profile's time may lie
 */
public record ProfileLimits(
        int maxInflatedBytes,
        int maxSamples,
        int maxSampleLabels,
        int maxStackDepth,
        int maxSymbolBytes,
        int maxLabels,
        int maxLabelNameBytes,
        int maxLabelValueBytes,
        int maxSeriesPerHead,
        long maxAgeMillis,
        long maxFutureMillis)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * 64 MiB inflated: a record holds 16 MiB and real profiles shrink by 2 to 5. A million samples is 25 times the largest
     * seen. 1,024 frames let stacks of the usual runtime limits through whole. Symbols and labels as Pyroscope has them, ten
     * minutes of clock skew too.
     */
    public static final ProfileLimits DEFAULT =
            new ProfileLimits(64 << 20, 1_000_000, 100, 1_024, 65_535, 30, 1_024, 2_048, 10_000, 0, 600_000);

    /**
     * Locations of all stacks, values of all samples: each. The largest profile seen has 2.4 million locations. A byte of an inflated
     * file can be one, and takes up to 28 bytes once decoded, so that 64 MiB of them would take the job's heap.
     */
    static final int MAX_STACK_ENTRIES = 4 << 20;

    /** Strings, functions, locations, lines, mappings, labels on samples: each. The largest profile seen has 20,000 strings. */
    static final int MAX_SYMBOLS = 1 << 20;

    /** Sample types; the most seen is 6. */
    static final int MAX_TYPES = 64;

    public ProfileLimits {
        requirePositive("maxInflatedBytes", maxInflatedBytes);
        requirePositive("maxSamples", maxSamples);
        requirePositive("maxSampleLabels", maxSampleLabels);
        requirePositive("maxStackDepth", maxStackDepth);
        requirePositive("maxSymbolBytes", maxSymbolBytes);
        requirePositive("maxLabels", maxLabels);
        requirePositive("maxLabelNameBytes", maxLabelNameBytes);
        requirePositive("maxLabelValueBytes", maxLabelValueBytes);
        requirePositive("maxSeriesPerHead", maxSeriesPerHead);
        requirePositive("maxFutureMillis", maxFutureMillis);
        if (maxAgeMillis < 0) {
            throw new IllegalArgumentException("maxAgeMillis: expected at least 0, found " + maxAgeMillis);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
        }
    }
}
