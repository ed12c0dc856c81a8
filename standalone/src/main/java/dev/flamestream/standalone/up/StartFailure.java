package dev.flamestream.standalone.up;

/** Why the process cannot start, in one line for the person who started it. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** A failure that is told by its message; the cause is for the log. */
    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** A failure that is told by its message alone. */
    public StartFailure(String message) {
        super(message);
    }
}
