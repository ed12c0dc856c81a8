package dev.flamestream.engine.delta;

/** What became of the cumulative values of a profile. */
public enum DeltaOutcome {
    /** Nothing was known of the series: the values are what later ones are compared with, and count nothing. */
    FIRST("first"),
    /** Each value counts what was added since the profile before. */
    ADDED("added"),
    /** A value is smaller than before, so the process began anew: all values count whole. */
    RESTARTED("restarted"),
    /** Not newer than the profile before, which has counted what this one could: the values count nothing. */
    LATE("late");

    private final String label;

    DeltaOutcome(String label) {
        this.label = label;
    }

    /** The value of the metric's label. */
    public String label() {
        return label;
    }
}
