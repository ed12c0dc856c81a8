package dev.flamestream.agent.scrape;

/**
 * When one point is due: every interval, at an offset that its URL and labels decide, so that the scrapes of a fleet spread
 * evenly over the interval and stay where they are over restarts.
 */
record ScrapeSchedule(long intervalMillis, long offsetMillis) {
    static ScrapeSchedule of(ScrapePoint point) {
        long interval = point.interval().toMillis();
        long hash = mix(point.labels().with("__url__", point.url()).hash());
        return new ScrapeSchedule(interval, Long.remainderUnsigned(hash, interval));
    }

    /** FNV's low bits hardly differ between names that differ in their last byte: fold the high ones in (MurmurHash3's). */
    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** The first time after the given one, unix milliseconds. */
    long after(long unixMillis) {
        return Math.floorDiv(unixMillis - offsetMillis, intervalMillis) * intervalMillis
                + intervalMillis
                + offsetMillis;
    }
}
