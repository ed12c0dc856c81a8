package dev.flamestream.job.heads;

import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The in-memory side of the heads that lately took profiles, least recent first out.
 *
 * <p>Bounded in bytes: what falls out is rebuilt from its log when its next profile comes. The head at hand always stays.
 */
final class OpenHeads {
    private final long maxBytes;
    private final Map<HeadKey, Head> heads = new LinkedHashMap<>(64, 0.75f, true);
    private long totalBytes;
    private long evictions;

    OpenHeads(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A head's control, and the index of its active log where that holds profiles. */
    static final class Head {
        HeadControl control;

        @Nullable
        HeadIndex index;

        private long countedBytes;

        Head(HeadControl control, @Nullable HeadIndex index) {
            this.control = control;
            this.index = index;
        }
    }

    @Nullable
    Head find(HeadKey key) {
        return heads.get(key);
    }

    void put(HeadKey key, Head head) {
        remove(key);
        heads.put(key, head);
        grown(key, head);
    }

    void remove(HeadKey key) {
        Head removed = heads.remove(key);
        if (removed != null) {
            totalBytes -= removed.countedBytes;
        }
    }

    /** Call when a head may have grown: others make room for it. */
    void grown(HeadKey key, Head head) {
        long bytes = head.index == null ? 0 : head.index.sizeBytes();
        totalBytes += bytes - head.countedBytes;
        head.countedBytes = bytes;
        Iterator<Map.Entry<HeadKey, Head>> eldest = heads.entrySet().iterator();
        while (totalBytes > maxBytes && eldest.hasNext()) {
            Map.Entry<HeadKey, Head> entry = eldest.next();
            if (!entry.getKey().equals(key)) {
                totalBytes -= entry.getValue().countedBytes;
                eldest.remove();
                evictions++;
            }
        }
    }

    long totalBytes() {
        return totalBytes;
    }

    /** Heads that fell out to make room, since the start. */
    long evictions() {
        return evictions;
    }

    int count() {
        return heads.size();
    }
}
