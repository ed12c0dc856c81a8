package dev.flamestream.engine.select;

/**
 * What one query may cost before it is refused, so that it fails rather than the service.
 *
 * @param maxSections sections that may have to be read
 * @param maxNodes nodes of a merged tree
 * @param maxBytes memory of a merged tree, its frames and the section being read
 * @param maxSeries series of a timeline or a list of label sets
 * @param maxPoints points of all series of a timeline together
 */
public record QueryLimits(int maxSections, int maxNodes, long maxBytes, int maxSeries, int maxPoints) {
    /**
     * A day of a service in 10-minute windows and 4 shards is 576 sections, so 50,000 leave room for 80 services at once; 4
     * million nodes take 100-200 MB as a tree, hence 512 MiB with frames and a section; a series costs about 1 KB, a point
     * 40 bytes, so that 100,000 and 2 million come to less than a merged tree.
     */
    public static final QueryLimits DEFAULT = new QueryLimits(50_000, 4_000_000, 512L << 20, 100_000, 2_000_000);

    public QueryLimits {
        if (maxSections < 1 || maxNodes < 1 || maxBytes < 1 || maxSeries < 1 || maxPoints < 1) {
            throw new IllegalArgumentException("expected limits of at least 1, found maxSections " + maxSections
                    + ", maxNodes " + maxNodes + ", maxBytes " + maxBytes + ", maxSeries " + maxSeries + ", maxPoints "
                    + maxPoints);
        }
    }

    /** Refuses a count of sections past the limit. */
    public void checkSections(long found) throws QueryLimitException {
        check("maxSections", maxSections, found);
    }

    /** Refuses a count of nodes past the limit. */
    public void checkNodes(long found) throws QueryLimitException {
        check("maxNodes", maxNodes, found);
    }

    /** Refuses an amount of memory past the limit. */
    public void checkBytes(long found) throws QueryLimitException {
        check("maxBytes", maxBytes, found);
    }

    /** Refuses a count of series past the limit. */
    public void checkSeries(long found) throws QueryLimitException {
        check("maxSeries", maxSeries, found);
    }

    /** Refuses a count of points past the limit. */
    public void checkPoints(long found) throws QueryLimitException {
        check("maxPoints", maxPoints, found);
    }

    private static void check(String limit, long max, long found) throws QueryLimitException {
        if (found > max) {
            throw new QueryLimitException(limit, max, found);
        }
    }
}
