package dev.flamestream.engine.select;

import dev.flamestream.schemas.record.ProfileType;

/**
 * Why an answer is not the whole truth: it lacks some of what was asked for, or cannot say a number that large.
 *
 * @param cause the kind of reason
 * @param detail where, and what was found
 */
public record PartialReason(Cause cause, String detail) {
    /** Kinds of reasons; each owns its metric label. */
    public enum Cause {
        /** The newest profiles could not be read from the job. */
        LIVE_UNAVAILABLE("live_unavailable"),
        /** The job has gone back, and may not have taken in again all that it had: the newest profiles may be missing. */
        LIVE_BEHIND("live_behind"),
        /** A stored section is damaged and was left out. */
        SECTION_CORRUPT("section_corrupt"),
        /** A block is damaged and was left out. */
        BLOCK_CORRUPT("block_corrupt"),
        /** Part of the store could not be read. */
        STORE_UNAVAILABLE("store_unavailable"),
        /** Nothing is missing, but a sum is past 64 bits and stands at the end of the range instead. */
        SUM_OVERFLOW("sum_overflow");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        /** The metric label and wire name. */
        public String label() {
            return label;
        }
    }

    /** The mark of an answer with a sum that no 64-bit number says. */
    public static PartialReason sumOverflow(ProfileType type) {
        return new PartialReason(
                Cause.SUM_OVERFLOW, "a sum of " + type + " is past 64 bits and stands at the end of the range");
    }

    @Override
    public String toString() {
        return cause.label() + ": " + detail;
    }
}
