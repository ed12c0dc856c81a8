package dev.flamestream.query.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one query has read so far, whichever threads read for it. Thread-safe.
 *
 * <p>What several queries ask for at the same time, a listing or a footer, is counted for the one that asked first.
 */
public final class QueryCost {
    private static final ContextKey<QueryCost> KEY = ContextKey.named("flamestream-query-cost");

    private final Map<Item, Long> amounts = new ConcurrentHashMap<>();

    /** What is counted. */
    public enum Item {
        /** Ranges of blocks that were needed, wherever they came from. */
        BLOCK_READS,
        BLOCK_BYTES,
        /** Chunks that the disk cache had, in whole, and their bytes. */
        CACHE_CHUNKS,
        CACHE_BYTES,
        /** Requests that were sent to S3, each try and each page of a listing counted, and the bytes of blocks that came. */
        S3_REQUESTS,
        S3_BYTES,
        /** Reads of the job's state, directories included. */
        HEAD_READS,
        HEAD_BYTES;

        /** The name in the response header, as {@code s3-requests}. */
        public String headerName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The name of the metric, as {@code query.s3.requests}. */
        public String meterName() {
            return "query." + name().toLowerCase(Locale.ROOT).replace('_', '.');
        }

        /** Whether it is an amount of bytes. */
        public boolean isBytes() {
            return name().endsWith("BYTES");
        }
    }

    /** The cost of the query that this thread works for; where it works for none, one that nobody looks at. */
    public static QueryCost current() {
        QueryCost cost = Context.current().get(KEY);
        return cost == null ? new QueryCost() : cost;
    }

    /** A context in which this is the current one. */
    Context in(Context context) {
        return context.with(KEY, this);
    }

    /** Counts. */
    public void add(Item item, long amount) {
        amounts.merge(item, amount, Long::sum);
    }

    /** What was counted so far. */
    public long of(Item item) {
        return amounts.getOrDefault(item, 0L);
    }

    /** All that is not 0, as {@code block-reads=3, block-bytes=81920}; {@code none} where nothing was read. */
    public String toHeader() {
        StringJoiner text = new StringJoiner(", ").setEmptyValue("none");
        for (Item item : Item.values()) {
            if (of(item) > 0) {
                text.add(item.headerName() + "=" + of(item));
            }
        }
        return text.toString();
    }
}
