package dev.flamestream.engine.head;

/**
 * Names of the states that the job publishes and the query service reads; all three are lists of byte arrays under a {@link
 * HeadKey}.
 *
 * <p>The two logs of a head take turns: one is written while the other, cut, waits for its block. No element ever moves, so a
 * reader takes both, in any order.
 */
public final class PublishedStates {
    /** One of a head's logs: {@code ListState} of elements, see the head log's grammar. */
    public static final String LOG_A = "head_a";

    /** The other log. */
    public static final String LOG_B = "head_b";

    /** The directory of a tenant and shard, under {@link HeadKey#directory}. */
    public static final String DIRECTORY = "directory";

    private PublishedStates() {}
}
