package dev.flamestream.job.heads;

/** Why a head was cut; the label in metrics and logs. */
enum CutReason {
    /** Its window ended, or it grew old. */
    DUE("due"),
    /** Its log reached the soft bound. */
    SIZE("size");

    private final String label;

    CutReason(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
