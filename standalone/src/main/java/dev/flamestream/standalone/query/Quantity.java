package dev.flamestream.standalone.query;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.Locale;

/** How a value of a profile is written, by the unit that its type names: 1.53 s, 12.0 MiB, 4.2k. Three digits that matter. */
public enum Quantity {
    /** Durations, in nanoseconds. */
    NANOSECONDS("ns µs ms s", 1000),
    /** Memory, in bytes. */
    BYTES("B KiB MiB GiB TiB", 1024),
    /** Anything counted, and anything of a unit not known here. */
    COUNT(" k M G T", 1000);

    private final ImmutableList<String> steps;
    private final int factor;

    Quantity(String steps, int factor) {
        this.steps = ImmutableList.copyOf(Splitter.on(' ').split(steps));
        this.factor = factor;
    }

    /** The quantity of a sample unit as pprof spells it. */
    public static Quantity ofUnit(String sampleUnit) {
        return switch (sampleUnit) {
            case "nanoseconds" -> NANOSECONDS;
            case "bytes" -> BYTES;
            default -> COUNT;
        };
    }

    /** A value with its unit. */
    public String format(long value) {
        double rest = value;
        int step = 0;
        while (Math.abs(rest) >= factor && step < steps.size() - 1) {
            rest /= factor;
            step++;
        }
        String number =
                step == 0 ? Long.toString(value) : String.format(Locale.ROOT, "%." + decimals(rest) + "f", rest);
        String gap = this == COUNT ? "" : " ";
        return number + gap + steps.get(step);
    }

    private static int decimals(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return 0;
        }
        return size >= 10 ? 1 : 2;
    }
}
