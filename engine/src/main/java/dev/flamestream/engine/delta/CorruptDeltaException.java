package dev.flamestream.engine.delta;

import java.io.IOException;

/** An element of a cumulative series' log does not say what it must. */
public final class CorruptDeltaException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param element number of the element in its log, from 0
     * @param what what was expected and what was found
     */
    public CorruptDeltaException(int element, String what) {
        super("cumulative series, element " + element + ": " + what);
    }
}
