package dev.flamestream.job.series;

import dev.flamestream.engine.head.HeadKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is at hand of series that lately had profiles, least recent first out; bounded in bytes, but the newest always stays.
 *
 * @param <V> what is kept of a series
 */
final class SeriesCache<V> {
    private final long maxBytes;
    private final Map<HeadKey, Cached<V>> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long totalBytes;

    SeriesCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Cached<V>(V value, long bytes) {}

    @Nullable
    V find(HeadKey key) {
        Cached<V> cached = entries.get(key);
        return cached == null ? null : cached.value();
    }

    /** Adds what is kept of a series, or counts it anew after it grew. */
    void put(HeadKey key, V value, long bytes) {
        Cached<V> old = entries.put(key, new Cached<>(value, bytes));
        totalBytes += bytes - (old == null ? 0 : old.bytes());
        Iterator<Cached<V>> eldest = entries.values().iterator();
        while (totalBytes > maxBytes && entries.size() > 1) {
            totalBytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    void remove(HeadKey key) {
        Cached<V> removed = entries.remove(key);
        if (removed != null) {
            totalBytes -= removed.bytes();
        }
    }

    int count() {
        return entries.size();
    }

    long totalBytes() {
        return totalBytes;
    }
}
