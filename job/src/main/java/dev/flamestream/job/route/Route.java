package dev.flamestream.job.route;

/**
 * Where a series' profiles go now.
 *
 * @param shard the tenant's shard
 * @param sinceMillis of the last change of its tenant, its service or the parallelism: what a slot remembers of a series from another
 *     time than this is out of date, and must not be used
 */
public record Route(int shard, long sinceMillis) {
    /** That of all series that are in no plan. */
    static final Route FIRST = new Route(0, 0);
}
