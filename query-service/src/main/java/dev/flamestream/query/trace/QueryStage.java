package dev.flamestream.query.trace;

import java.util.Locale;

/** The stages of a query, in the order in which it passes through them; a page of several answers does so several times. */
public enum QueryStage {
    /** From the request to a selection. */
    PARSE,
    /** Which heads are live. */
    DIRECTORY,
    /** Their logs. */
    HEADS,
    /** Which blocks there are. */
    LISTING,
    /** What sections they have. */
    FOOTERS,
    /** Reading the sections and adding them up. */
    MERGE,
    /** From what was added up to the message of the answer. */
    RENDER;

    /** The value of a label, and the name of a span. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
