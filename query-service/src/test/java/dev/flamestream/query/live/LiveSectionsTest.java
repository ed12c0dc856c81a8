package dev.flamestream.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.DirectoryEvent;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.PublishedStates;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveSectionsTest {
    private static final long WINDOW = 1_700_000_400_000L;
    private static final Duration LISTING_AGE = Duration.ofSeconds(2);
    private static final ProfileType CPU = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");
    private static final Labels SHOP = Labels.of("service_name", "shop", "__name__", "process_cpu");
    private static final Labels CART = Labels.of("service_name", "cart", "__name__", "process_cpu");
    private static final HeadKey SHOP_HEAD = new HeadKey("acme", 0, 1, WINDOW);
    private static final HeadKey CART_HEAD = new HeadKey("acme", 1, 2, WINDOW);
    private static final HeadKey LATER_HEAD = new HeadKey("acme", 0, 1, WINDOW + 86_400_000);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final QueryMetrics metrics = new QueryMetrics(registry);
    private final FakeState state = new FakeState();
    private final FakeJob job = new FakeJob();
    private final FakeTopicOffsets topic = new FakeTopicOffsets();
    private final ReplayWatch replay = new ReplayWatch(job, topic, Duration.ZERO, Ticker.systemTicker());
    private final QueryableStateHeads heads = heads(Duration.ofHours(1));
    private final LiveSections live = new LiveSections(heads, 2, LISTING_AGE, Duration.ofSeconds(10), metrics);

    private QueryableStateHeads heads(Duration maxAge) {
        return new QueryableStateHeads(
                state,
                Optional.of(replay),
                new LiveSettings(List.of(), List.of(), "", maxAge, 1 << 20, Duration.ofSeconds(5), 4, 2),
                Ticker.systemTicker(),
                metrics);
    }

    /** Published lists in memory. */
    private static final class FakeState implements StateReader {
        final Map<String, List<byte[]>> lists = new ConcurrentHashMap<>();
        final List<String> reads = new CopyOnWriteArrayList<>();
        final Set<HeadKey> heads = new LinkedHashSet<>();
        final AtomicInteger failures = new AtomicInteger();
        volatile Runnable afterRead = () -> {};

        @Override
        public CompletableFuture<List<byte[]>> read(String name, HeadKey key) {
            reads.add(name + " " + key);
            afterRead.run();
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return CompletableFuture.failedFuture(new IOException("connection reset"));
            }
            return CompletableFuture.completedFuture(lists.getOrDefault(name + " " + key, List.of()));
        }

        void put(String name, HeadKey key, byte[] element) {
            lists.computeIfAbsent(name + " " + key, k -> new ArrayList<>()).add(element);
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void fill() {
        replay.step();
        for (int shard = 0; shard < 2; shard++) {
            policy(HeadKey.directory("acme", shard));
        }
        open(SHOP_HEAD, SHOP);
        open(CART_HEAD, CART);
        open(LATER_HEAD, SHOP);
    }

    @AfterEach
    void close() {
        heads.close();
    }

    @Test
    void onlyHeadsThatMayHoldSelectedProfilesAreRead() throws Exception {
        live.find(selection(List.of(LabelMatcher.equal("service_name", "shop"))));

        assertThat(state.reads)
                .containsExactlyInAnyOrder(
                        "directory " + HeadKey.directory("acme", 0),
                        "directory " + HeadKey.directory("acme", 1),
                        "head_a " + SHOP_HEAD,
                        "head_b " + SHOP_HEAD);
    }

    @Test
    void aSecondQuerySharesTheFetchesOfTheFirst() throws Exception {
        live.find(selection(List.of()));
        int reads = state.reads.size();
        live.find(selection(List.of()));

        assertThat(reads).isEqualTo(6);
        assertThat(state.reads).hasSize(reads);
    }

    @Test
    void aTenantWithoutHeadsIsNothingAndNoFailure() throws Exception {
        assertThat(live.find(new Selection("nobody", Optional.empty(), List.of(), new TimeRange(1, 2), List.of()))
                        .sections())
                .isEmpty();
    }

    @Test
    void oneFailureIsMadeGoodByTryingTheWholeAgain() throws Exception {
        state.failures.set(1);

        assertThat(live.find(selection(List.of())).partial()).isEmpty();
    }

    @Test
    void aReadThatKeepsFailingIsNoResult() {
        state.failures.set(Integer.MAX_VALUE);

        assertThatThrownBy(() -> live.find(selection(List.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("connection reset");
    }

    @Test
    void headsOfAJobThatWentBackAreUsedAndTheAnswerSaysSo() throws Exception {
        job.running = Optional.of(FakeJob.run(2));

        SectionSet found = live.find(selection(List.of()));

        assertThat(found.partial()).extracting(PartialReason::cause).containsExactly(PartialReason.Cause.LIVE_BEHIND);
        assertThat(state.reads).hasSize(6);
    }

    @Test
    void aJobThatGoesBackWhileItsHeadsAreReadIsNoticed() throws Exception {
        state.afterRead = () -> job.running = Optional.of(FakeJob.run(2));

        assertThat(live.find(selection(List.of())).partial())
                .extracting(PartialReason::cause)
                .containsExactly(PartialReason.Cause.LIVE_BEHIND);
    }

    @Test
    void aDamagedHeadIsLeftOutAndNamed() throws Exception {
        state.lists.put("head_b " + SHOP_HEAD, List.of(new byte[] {1, 2, 3}));

        assertThat(live.find(selection(List.of())).partial()).hasSize(1);
    }

    @Test
    void aDamagedHeadIsNotReadAgainAtEachQueryAndCountsOnce() throws Exception {
        state.lists.put("head_b " + SHOP_HEAD, List.of(new byte[] {1, 2, 3}));

        live.find(selection(List.of()));

        assertThat(live.find(selection(List.of())).partial()).hasSize(1);
        assertThat(state.reads)
                .filteredOn(read -> read.equals("head_b " + SHOP_HEAD))
                .hasSize(1);
        assertThat(registry.counter("heads.corrupt").count()).isEqualTo(1);
    }

    @Test
    void aListingAgeAboveWhatTheJobKeepsIsRefused() {
        LiveSections careless =
                new LiveSections(heads, 2, CutPolicy.DEFAULT.visibleAfterCommit(), Duration.ofSeconds(10), metrics);

        assertThatThrownBy(() -> careless.find(selection(List.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("blocks.listing.max.age");
    }

    /** A tenant grows over its shards and comes back; at each moment all heads that are live are read, and none twice. */
    @Test
    void everyHeadIsFoundAtEachMomentOfAChangeOfTheShardCount() throws Exception {
        HeadKey first = HeadKey.listing("growing");
        HeadKey inFirst = new HeadKey("growing", 0, 1, WINDOW);
        HeadKey inFifth = new HeadKey("growing", 5, 1, WINDOW);
        HeadKey ofAnOlderJob = new HeadKey("growing", 1, 7, WINDOW);
        try (QueryableStateHeads uncached = heads(Duration.ZERO)) {
            LiveSections growing = new LiveSections(uncached, 2, LISTING_AGE, Duration.ofSeconds(10), metrics);
            assertThat(headsRead(growing)).isEmpty();

            policy(first);
            open(inFirst, SHOP);
            open(ofAnOlderJob, SHOP);
            assertThat(headsRead(growing)).as("small").containsExactlyInAnyOrder(inFirst, ofAnOlderJob);

            state.put(PublishedStates.DIRECTORY, first, DirectoryEvent.shards(8));
            assertThat(headsRead(growing))
                    .as("listed, and nothing there yet")
                    .containsExactlyInAnyOrder(inFirst, ofAnOlderJob);
            assertThat(state.reads).contains("directory " + HeadKey.directory("growing", 7));

            policy(HeadKey.directory("growing", 5));
            open(inFifth, SHOP);
            assertThat(headsRead(growing)).as("wide").containsExactlyInAnyOrder(inFirst, inFifth, ofAnOlderJob);

            state.put(PublishedStates.DIRECTORY, first, DirectoryEvent.closed(inFirst));
            assertThat(headsRead(growing)).as("the first shard is empty").contains(inFifth);

            state.lists.put(
                    PublishedStates.DIRECTORY + " " + first,
                    new ArrayList<>(new DirectoryEvent.Directory(Map.of(), 0, 8).toElements(CutPolicy.DEFAULT)));
            assertThat(headsRead(growing)).as("rewritten").contains(inFifth);

            state.lists.remove(PublishedStates.LOG_A + " " + inFirst);
            open(inFirst, SHOP);
            assertThat(headsRead(growing)).as("narrow again").contains(inFirst, inFifth);

            state.put(PublishedStates.DIRECTORY, HeadKey.directory("growing", 5), DirectoryEvent.closed(inFifth));
            assertThat(headsRead(growing))
                    .as("the last of the wide heads is gone")
                    .containsExactlyInAnyOrder(inFirst, ofAnOlderJob);
        }
    }

    private List<HeadKey> headsRead(LiveSections sections) throws IOException {
        state.reads.clear();
        sections.find(Selection.of("growing", CPU, List.of(), new TimeRange(WINDOW, WINDOW + 600_000)));
        return state.heads.stream()
                .filter(key -> state.reads.contains(PublishedStates.LOG_A + " " + key))
                .toList();
    }

    private void policy(HeadKey directory) {
        state.put(PublishedStates.DIRECTORY, directory, DirectoryEvent.policy(CutPolicy.DEFAULT));
    }

    private void open(HeadKey key, Labels grouping) {
        state.heads.add(key);
        state.put(
                PublishedStates.DIRECTORY,
                HeadKey.directory(key.tenant(), key.shard()),
                DirectoryEvent.opened(key, grouping));
        state.put(
                PublishedStates.LOG_A,
                key,
                HeadIndex.open(key, UUID.randomUUID(), grouping).header());
    }

    private static Selection selection(List<LabelMatcher> matchers) {
        return Selection.of("acme", CPU, matchers, new TimeRange(WINDOW, WINDOW + 600_000));
    }
}
