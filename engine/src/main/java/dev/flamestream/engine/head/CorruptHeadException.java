package dev.flamestream.engine.head;

import java.io.IOException;

/** An element of a head log or directory does not say what it must. */
public final class CorruptHeadException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param where which log and element
     * @param what what was expected and what was found
     */
    public CorruptHeadException(String where, String what) {
        super(where + ": " + what);
    }
}
