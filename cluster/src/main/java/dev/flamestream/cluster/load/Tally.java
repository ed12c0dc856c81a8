package dev.flamestream.cluster.load;

/** A sum of profiles: how many, and of what value in all. Values are random, so that one lost and one double do not cancel. */
public record Tally(long profiles, long value) {
    /** Nothing. */
    public static final Tally NONE = new Tally(0, 0);

    /** Both sums. */
    public Tally plus(Tally other) {
        return new Tally(profiles + other.profiles, value + other.value);
    }

    /** Whether nothing in this is more than in the other. */
    public boolean isWithin(Tally other) {
        return profiles <= other.profiles && value <= other.value;
    }
}
