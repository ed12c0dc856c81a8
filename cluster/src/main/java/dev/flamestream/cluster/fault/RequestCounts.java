package dev.flamestream.cluster.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests to S3 by method, told by how the packets towards the store begin: none of the clients sends a second request before the
 * answer to the first, so that each begins a packet. A body that begins like a request would count as one. Thread-safe.
 */
final class RequestCounts {
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "POST", "DELETE");

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Looks at a packet. */
    void packet(byte[] bytes, int length) {
        for (String method : METHODS) {
            byte[] begin = (method + " /").getBytes(StandardCharsets.US_ASCII);
            if (length > begin.length && startsWith(bytes, begin)) {
                counts.computeIfAbsent(method, added -> new LongAdder()).increment();
            }
        }
    }

    /** The counts so far, by method. */
    Map<String, Long> byMethod() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((method, count) -> sums.put(method, count.sum()));
        return sums;
    }

    private static boolean startsWith(byte[] bytes, byte[] begin) {
        for (int i = 0; i < begin.length; i++) {
            if (bytes[i] != begin[i]) {
                return false;
            }
        }
        return true;
    }
}
