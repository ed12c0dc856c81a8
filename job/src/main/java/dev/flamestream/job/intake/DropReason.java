package dev.flamestream.job.intake;

/**
 * Why a record is not counted though nothing is wrong with it: what it holds is counted already. It does not go to the rejected
 * topic, from which it would be sent again to be dropped again.
 */
public enum DropReason {
    /** A record with the same id was taken. */
    REPEATED("repeated"),
    /** Another replica of its cluster is elected. */
    REPLICATED("replicated");

    private final String label;

    DropReason(String label) {
        this.label = label;
    }

    /** The value of the metric's label. */
    public String label() {
        return label;
    }
}
