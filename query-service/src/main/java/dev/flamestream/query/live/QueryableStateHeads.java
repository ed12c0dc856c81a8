package dev.flamestream.query.live;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.DirectoryEvent;
import dev.flamestream.engine.head.DirectoryEvent.Directory;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.head.PublishedStates;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.SharedFetch;
import dev.flamestream.query.trace.QueryCost;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Heads read through Flink's queryable state, kept for a moment, so that concurrent queries share one fetch and one decode. */
public final class QueryableStateHeads implements HeadStore {
    /** What an entry costs beside its elements, and what an empty one costs. */
    private static final int ENTRY_BYTES = 200;

    private final StateReader reader;
    private final AsyncCache<StateKey, Directory> directories;
    private final AsyncCache<StateKey, CachedHead> heads;
    private final ExecutorService decoders;
    /** One takes its turns in order; what is sent is awaited by nobody's thread. */
    private final ExecutorService senders = threads("head-sender", 1);

    private final Optional<ReplayWatch> replay;

    private record StateKey(String state, HeadKey key) {
        /** A key's own hash is that of all heads of its shard, and a query may read thousands of them. */
        @Override
        public int hashCode() {
            return 31 * (31 * Long.hashCode(key.labelHash()) + Long.hashCode(key.windowStartMillis()))
                    + 31 * state.hashCode()
                    + key.hashCode();
        }
    }

    private record CachedHead(Optional<HeadSnapshot> snapshot, int weight) {}

    /** Owns the reader and the watch. */
    QueryableStateHeads(
            StateReader reader,
            Optional<ReplayWatch> replay,
            LiveSettings settings,
            Ticker ticker,
            QueryMetrics metrics) {
        this.reader = reader;
        this.replay = replay;
        this.directories = Caffeine.newBuilder()
                .expireAfterWrite(settings.maxAge())
                .maximumSize(10_000) // A directory of a tenant's shard is some 10 KiB.
                .ticker(ticker)
                .buildAsync();
        this.heads = Caffeine.newBuilder()
                .expireAfterWrite(settings.maxAge())
                .maximumWeight(settings.cacheBytes())
                .weigher((StateKey key, CachedHead head) -> head.weight)
                .ticker(ticker)
                .buildAsync();
        // Decoding is all computation, so more threads than cores would gain nothing.
        this.decoders = threads("head-decoder", Runtime.getRuntime().availableProcessors());
        metrics.gauge(
                QueryMetrics.Size.HEAD_CACHE_BYTES,
                heads,
                cache -> cache.synchronous()
                        .policy()
                        .eviction()
                        .map(eviction -> eviction.weightedSize().orElse(0))
                        .orElse(0L));
    }

    /**
     * Heads of the job that the settings name.
     *
     * @param topic that the job reads; without one nobody says when its heads are behind
     */
    public static QueryableStateHeads connect(
            LiveSettings settings, Optional<WatchedTopic> topic, Clock clock, QueryMetrics metrics) {
        JobWatch job = new RestJobWatch(settings.restUrls(), settings.jobName(), clock);
        metrics.gauge(QueryMetrics.Size.HEAD_CIRCUIT_OPEN, job, watch -> watch.isOpen() ? 1 : 0);
        List<StateProxy> proxies = settings.proxies().stream()
                .<StateProxy>map(address -> new RenewedStateProxy(address, FlinkStateProxy::new, Ticker.systemTicker()))
                .toList();
        StateReader reader =
                new FlinkStateReader(job, proxies, settings.readTimeout(), settings.maxReadsInFlight(), metrics);
        // What is in use was read at most so long ago.
        Duration settleTime = settings.maxAge().plus(settings.readTimeout());
        Optional<ReplayWatch> replay = topic.map(watched ->
                new ReplayWatch(job, new KafkaTopicOffsets(watched), settleTime, Ticker.systemTicker()).begin(metrics));
        return new QueryableStateHeads(reader, replay, settings, Ticker.systemTicker(), metrics);
    }

    @Override
    public CompletableFuture<Directory> directory(String tenant, int shard) {
        StateKey wanted = new StateKey(PublishedStates.DIRECTORY, HeadKey.directory(tenant, shard));
        return SharedFetch.of(
                directories, wanted, key -> fetch(key).thenApplyAsync(QueryableStateHeads::directoryOf, decoders));
    }

    @Override
    public CompletableFuture<Optional<HeadSnapshot>> head(String log, HeadKey key) {
        return SharedFetch.of(
                        heads,
                        new StateKey(log, key),
                        wanted -> fetch(wanted).thenApplyAsync(QueryableStateHeads::headOf, decoders))
                .thenApply(CachedHead::snapshot);
    }

    @Override
    public Optional<String> behind() {
        return replay.flatMap(ReplayWatch::behind);
    }

    /** Sending waits for its turn and for the job's status, and a cache's loader must not. */
    private CompletableFuture<List<byte[]>> fetch(StateKey key) {
        QueryCost cost = QueryCost.current();
        return CompletableFuture.completedFuture(key)
                .thenComposeAsync(wanted -> reader.read(wanted.state, wanted.key), senders)
                .thenApply(elements -> {
                    cost.add(QueryCost.Item.HEAD_READS, 1);
                    cost.add(QueryCost.Item.HEAD_BYTES, bytesOf(elements));
                    return elements;
                });
    }

    private static long bytesOf(List<byte[]> elements) {
        return elements.stream().mapToLong(element -> element.length).sum();
    }

    private static ExecutorService threads(String name, int count) {
        return Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static Directory directoryOf(List<byte[]> elements) {
        try {
            return DirectoryEvent.replay(elements);
        } catch (CorruptHeadException e) {
            throw new CompletionException(e);
        }
    }

    private static CachedHead headOf(List<byte[]> elements) {
        if (elements.isEmpty()) {
            return new CachedHead(Optional.empty(), ENTRY_BYTES);
        }
        try {
            HeadSnapshot head = HeadSnapshot.read(elements);
            long bytes = head.sizeBytes() + ENTRY_BYTES;
            return new CachedHead(Optional.of(head), (int) Math.min(bytes, Integer.MAX_VALUE));
        } catch (CorruptHeadException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        replay.ifPresent(ReplayWatch::close);
        reader.close();
        senders.shutdownNow();
        decoders.shutdownNow();
    }
}
