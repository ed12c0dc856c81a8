package dev.flamestream.agent.scrape;

/** What the last scrape said of a target. */
public enum Health {
    /** It was not asked yet. */
    UNKNOWN("unknown"),
    /** It gave a profile. */
    UP("up"),
    /** It did not. */
    DOWN("down");

    private final String label;

    Health(String label) {
        this.label = label;
    }

    /** The word in the targets page and in metrics, as in Prometheus. */
    public String label() {
        return label;
    }
}
