package dev.flamestream.standalone.command;

/** Why a verb failed, in one line for the person who called it. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** A failure that is told by its message alone. */
    public CommandFailure(String message) {
        super(message);
    }

    /** The failure of what a verb asked for, told in its words. */
    public CommandFailure(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
