package dev.flamestream.query;

import com.github.benmanes.caffeine.cache.AsyncCache;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One fetch for all who ask for the same at the same time; who asks after it has failed begins another. */
public final class SharedFetch {
    private SharedFetch() {}

    /** The cached or running fetch of a key, or a new one. */
    public static <K, V> CompletableFuture<V> of(
            AsyncCache<K, V> cache, K key, Function<K, CompletableFuture<V>> fetch) {
        CompletableFuture<V> known = cache.getIfPresent(key);
        if (known != null && known.isCompletedExceptionally()) {
            // The cache drops a failed fetch too, but maybe after those who waited for it have gone on.
            cache.asMap().remove(key, known);
        }
        return cache.get(key, (wanted, executor) -> fetch.apply(wanted));
    }
}
