package dev.flamestream.engine.select;

/**
 * Why an answer lacks some of what was asked for.
 *
 * @param cause the kind of reason
 * @param detail where, and what was found
 */
public record PartialReason(Cause cause, String detail) {
    /** Kinds of reasons; each owns its metric label. */
    public enum Cause {
        /** The newest profiles could not be read from the job. */
        LIVE_UNAVAILABLE("live_unavailable"),
        /** A stored section is damaged and was left out. */
        SECTION_CORRUPT("section_corrupt"),
        /** A block is damaged and was left out. */
        BLOCK_CORRUPT("block_corrupt"),
        /** Part of the store could not be read. */
        STORE_UNAVAILABLE("store_unavailable");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        /** The metric label and wire name. */
        public String label() {
            return label;
        }
    }

    @Override
    public String toString() {
        return cause.label() + ": " + detail;
    }
}
