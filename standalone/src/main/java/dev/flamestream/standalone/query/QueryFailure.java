package dev.flamestream.standalone.query;

/** Why a query service gave no answer, in one line for a person. */
public final class QueryFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** A failure whose message says where, what was expected and what was found. */
    public QueryFailure(String message) {
        super(message);
    }
}
