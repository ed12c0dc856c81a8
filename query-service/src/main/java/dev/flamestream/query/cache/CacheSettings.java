package dev.flamestream.query.cache;

/**
 * The cache of blocks on disk.
 *
 * @param folder where it lies; empty for no cache
 * @param maxBytes how much it holds at most
 * @param minFreeBytes how much of the disk it leaves free for others
 */
public record CacheSettings(String folder, long maxBytes, long minFreeBytes) {
    /** No cache. */
    public static final CacheSettings OFF = new CacheSettings("", 0, 0);
}
