package dev.flamestream.engine.select;

/** A query would cost more than {@link QueryLimits} allows: the asker must narrow it. */
public final class QueryLimitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String limit;

    /** Names the limit, its value and what was found when it was passed, which may not be all there is. */
    public QueryLimitException(String limit, long max, long found) {
        super("query limit " + limit + ": expected at most " + max + ", found " + found
                + "; narrow the time range or the selector");
        this.limit = limit;
    }

    /** Name of the limit, as in {@link QueryLimits}. */
    public String limit() {
        return limit;
    }
}
