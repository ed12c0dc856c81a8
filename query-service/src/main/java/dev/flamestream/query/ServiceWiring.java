package dev.flamestream.query;

import com.github.benmanes.caffeine.cache.Ticker;
import com.linecorp.armeria.server.Server;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.select.FederatedSource;
import dev.flamestream.engine.select.MergedSource;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSource;
import dev.flamestream.query.blocks.BlockCatalog;
import dev.flamestream.query.blocks.BlockStores;
import dev.flamestream.query.http.HttpFace;
import dev.flamestream.query.http.SelfProfiler;
import dev.flamestream.query.http.TenantTokens;
import dev.flamestream.query.live.HeadStore;
import dev.flamestream.query.live.LiveSections;
import dev.flamestream.query.live.QueryableStateHeads;
import dev.flamestream.query.push.KafkaProfilePublisher;
import dev.flamestream.query.push.ProfilePublisher;
import dev.flamestream.query.push.PusherFace;
import dev.flamestream.query.querier.MergePool;
import dev.flamestream.query.querier.QuerierFace;
import dev.flamestream.query.querier.Queries;
import dev.flamestream.query.querier.QueryAnswers;
import dev.flamestream.query.querier.QueryBounds;
import dev.flamestream.query.querier.QuerySettings;
import dev.flamestream.query.querier.Selections;
import dev.flamestream.query.render.RenderPage;
import dev.flamestream.query.trace.QueryTracing;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the service is made of, from the bottom to the top. */
public final class ServiceWiring {
    private static final Logger log = LoggerFactory.getLogger(ServiceWiring.class);

    private ServiceWiring() {}

    /**
     * What a process may bring of its own instead of what the configuration says.
     *
     * @param blocks where blocks are; closed by whoever brings it
     * @param heads where live heads are; closed by whoever brings it
     * @param publisher where pushed profiles go; closed by whoever brings it
     * @param profiler of the process; without one it cannot be profiled over HTTP
     */
    public record Parts(
            Optional<BlockStore> blocks,
            Optional<HeadStore> heads,
            Optional<ProfilePublisher> publisher,
            Optional<SelfProfiler> profiler) {
        /** Nothing of its own. */
        public static final Parts NONE =
                new Parts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** A profiler alone. */
        public static Parts withProfiler(SelfProfiler profiler) {
            return new Parts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(profiler));
        }
    }

    /** Puts the service together; nothing listens yet. */
    public static QueryService build(QueryServiceConfig config, Parts parts, Clock clock) {
        // First of all, since these files may be wrong, and then nothing must be left open.
        PolicyWatch policies = TenantPolicies.open(config);
        TenantTokens tokens = TenantPolicies.tokens(config);
        List<AutoCloseable> owned = new ArrayList<>(List.of(policies, tokens));
        PrometheusMeterRegistry registry = registry();
        QueryMetrics metrics = new QueryMetrics(registry);
        metrics.gauge(
                QueryMetrics.Size.LIMITS_FAULTY, policies, watched -> watched.isFaulty() || tokens.isFaulty() ? 1 : 0);

        BlockStore store = parts.blocks().orElseGet(() -> BlockStores.open(config.blocks(), metrics));
        BlockCatalog stored = new BlockCatalog(store, config.blocks(), Ticker.systemTicker(), metrics);
        owned.add(stored);
        if (parts.blocks().isEmpty() && store instanceof AutoCloseable closeable) {
            owned.add(closeable);
        }

        SectionSource source =
                new FederatedSource(new MergedSource(live(config, parts, clock, metrics, owned), stored));
        ProfilePublisher publisher = parts.publisher()
                .orElseGet(() -> new KafkaProfilePublisher(
                        config.kafka().connection(),
                        config.kafka().topic(),
                        config.kafka().rejectedTopic()));
        if (parts.publisher().isEmpty()) {
            owned.add(publisher);
        }

        QuerySettings query = withinHeap(config);
        QueryBounds bounds = new QueryBounds(query, policies, clock);
        MergePool merges = MergePool.ofAllCores(metrics);
        owned.add(merges);
        Queries queries = new Queries(source, query, bounds, metrics, merges.threads());
        Selections selections = new Selections(bounds);
        QueryTracing tracing = QueryTracing.open(config.tracing(), metrics);
        owned.add(tracing);
        QueryAnswers answers = new QueryAnswers(tracing);
        StoreReadiness readiness = new StoreReadiness(stored, clock);
        owned.add(readiness);
        readiness.begin();

        HttpFace.Services services = new HttpFace.Services(
                new QuerierFace(queries, selections, answers, clock),
                new PusherFace(policies, publisher, clock, metrics),
                Map.of("/pyroscope/render", new RenderPage(queries, selections, answers, clock)),
                readiness,
                policies,
                tokens);
        metrics.inFlightMaxima(config.http().maxQueriesInFlight(), config.http().maxPushesInFlight());
        Server server = HttpFace.build(config.http(), services, metrics, registry, parts.profiler());
        return new QueryService(server, readiness, config.http(), owned);
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        return registry;
    }

    private static SectionSource live(
            QueryServiceConfig config, Parts parts, Clock clock, QueryMetrics metrics, List<AutoCloseable> owned) {
        HeadStore heads = parts.heads()
                .orElseGet(() -> QueryableStateHeads.connect(
                        config.live(), config.kafka().watchedTopic(), clock, metrics));
        if (parts.heads().isEmpty()) {
            owned.add(heads);
        }
        return new LiveSections(
                heads,
                config.live().leastShards(),
                config.blocks().maxListingAge(),
                config.live().wholeTimeout(),
                metrics);
    }

    /** Queries side by side may take half of the heap; the other half is caches, bodies and answers. */
    private static QuerySettings withinHeap(QueryServiceConfig config) {
        QueryLimits limits = config.query().limits();
        long share = Runtime.getRuntime().maxMemory() / 2 / config.http().blockingThreads();
        if (limits.maxBytes() <= share) {
            return config.query();
        }
        log.atWarn()
                .addKeyValue("key", "query.memory.max")
                .addKeyValue("wantedBytes", limits.maxBytes())
                .addKeyValue("usedBytes", share)
                .log(
                        "queries get less memory than configured, since all threads' together must fit into half of the heap");
        QueryLimits lowered =
                new QueryLimits(limits.maxSections(), limits.maxNodes(), share, limits.maxSeries(), limits.maxPoints());
        return new QuerySettings(
                lowered,
                config.query().maxRange(),
                config.query().defaultNodes(),
                config.query().maxNodes());
    }
}
