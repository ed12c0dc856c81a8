package dev.flamestream.cluster.check;

/**
 * What came of a question.
 *
 * @param total of the flame graph; 0 where there is none
 * @param isForeign whether it names another tenant's functions
 * @param detail what is missing or what went wrong, for people
 */
record Reply(Kind kind, long total, boolean isForeign, String detail) {
    /** How much an answer is worth. */
    enum Kind {
        /** It claims to be all that there is. */
        WHOLE,
        /** It says that something is missing. */
        PARTIAL,
        /** There was none. */
        FAILED
    }

    static Reply failed(String detail) {
        return new Reply(Kind.FAILED, 0, false, detail);
    }
}
