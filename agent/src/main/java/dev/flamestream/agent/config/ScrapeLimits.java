package dev.flamestream.agent.config;

/**
 * Bounds over all jobs of an agent.
 *
 * @param maxOpenScrapes requests waiting for an answer or reading one; a delta scrape waits nearly its whole interval
 * @param maxAnswersAtOnce answers being read, which is what takes memory: times the largest body
 */
public record ScrapeLimits(int maxOpenScrapes, int maxAnswersAtOnce) {
    /**
     * 64 answers of at most 16 MiB are 1 GiB at the very worst and 4 MiB with the usual 64 KiB. 1,024 open requests are
     * 340 targets with three delta profiles each, and fit the usual limit of open files twice over.
     */
    public static final ScrapeLimits DEFAULT = new ScrapeLimits(1024, 64);

    /** Targets of one agent, all jobs together; five profiles each, the bookkeeping is about 50 MB. */
    public static final int MAX_TARGETS = 10_000;
}
