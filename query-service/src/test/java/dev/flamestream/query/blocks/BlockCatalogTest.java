package dev.flamestream.query.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.MemoryBlockFile;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.StoredSections;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.select.merge.TreeMerger;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.Secret;
import dev.flamestream.query.cache.CacheSettings;
import dev.flamestream.query.s3.S3Settings;
import dev.flamestream.schemas.record.Labels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockCatalogTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);
    private static final long MORNING =
            DAY.atTime(8, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
    private static final Duration MAX_AGE = Duration.ofSeconds(2);

    private final CountingBlockStore store = new CountingBlockStore();
    private final ManualTicker ticker = new ManualTicker();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BlockCatalog catalog = new BlockCatalog(
            store,
            new BlocksSettings(
                    URI.create("file:unused"),
                    new S3Settings(URI.create(""), "", true, Secret.NONE, Secret.NONE, Duration.ZERO, Duration.ZERO, 1),
                    CacheSettings.OFF,
                    MAX_AGE,
                    1 << 20,
                    4),
            ticker,
            new QueryMetrics(registry));

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void aListingIsUsedAgainUntilItIsTooOld() throws Exception {
        catalog.find(selection());
        ticker.advance(MAX_AGE);
        catalog.find(selection());
        int withinAge = store.lists.get();
        ticker.advance(Duration.ofNanos(1));
        catalog.find(selection());

        assertThat(withinAge).isEqualTo(1);
        assertThat(store.lists).hasValue(2);
    }

    @Test
    void aFooterIsReadOnce() throws Exception {
        store.put(Sections.TENANT, DAY, "a", List.of(), section(UUID.randomUUID()));

        catalog.find(selection());
        int afterFirst = store.opens.get();
        ticker.advance(Duration.ofDays(1));
        StoredSections found = catalog.find(selection());

        assertThat(afterFirst).isPositive();
        assertThat(store.opens).hasValue(afterFirst);
        assertThat(found.found().sections()).hasSize(1);
    }

    @Test
    void onlyTheDaysOfTheRangeAreListed() throws Exception {
        long threeDays = Duration.ofDays(2).toMillis();

        catalog.find(
                Selection.of(Sections.TENANT, Sections.CPU, List.of(), new TimeRange(MORNING, MORNING + threeDays)));

        assertThat(store.lists).hasValue(3);
    }

    @Test
    void cutsOfAllListedBlocksAreNamedAlsoOfSectionsThatAreNotSelected() throws Exception {
        UUID selected = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        store.put(Sections.TENANT, DAY, "a", List.of(), section(selected));
        store.put(
                Sections.TENANT,
                DAY,
                "b",
                List.of(),
                Sections.section()
                        .cut(other)
                        .profile(Labels.EMPTY, MORNING + 3_600_000, "main 1")
                        .build());

        StoredSections found = catalog.find(selection());

        assertThat(found.found().sections()).hasSize(1);
        assertThat(found.listedCutIds()).containsExactlyInAnyOrder(selected, other);
    }

    @Test
    void aBlockThatACompactedOneReplacesIsLeftOut() throws Exception {
        Section section = section(UUID.randomUUID());
        String replaced = store.put(Sections.TENANT, DAY, "a", List.of(), section);
        store.put(Sections.TENANT, DAY, "merged", List.of(replaced), section);

        assertThat(catalog.find(selection()).found().sections()).hasSize(1);
    }

    @Test
    void aDamagedBlockIsSetAsideAndNamed() throws Exception {
        store.put(Sections.TENANT, DAY, "a", List.of(), section(UUID.randomUUID()));
        String damaged = store.putBytes(Sections.TENANT, DAY, "b", new byte[5000]);

        StoredSections first = catalog.find(selection());
        int opens = store.opens.get();
        StoredSections second = catalog.find(selection());

        for (StoredSections found : List.of(first, second)) {
            assertThat(found.found().sections()).hasSize(1);
            assertThat(found.found().partial()).singleElement().satisfies(reason -> {
                assertThat(reason.cause()).isEqualTo(PartialReason.Cause.BLOCK_CORRUPT);
                assertThat(reason.detail()).contains(damaged);
            });
        }
        assertThat(store.opens).as("a damaged block is not read again").hasValue(opens);
        assertThat(registry.counter("blocks.corrupt").count()).isEqualTo(1);
    }

    @Test
    void aBlockWhosePagesAreDamagedIsSetAsideOnceAQueryHasReadThem() throws Exception {
        store.put(Sections.TENANT, DAY, "a", List.of(), section(UUID.randomUUID()));
        UUID cut = UUID.randomUUID();
        String key = store.put(Sections.TENANT, DAY, "b", List.of(), section(cut));
        byte[] sound = store.bytes(key);
        store.putBytes(Sections.TENANT, DAY, "b", withDamagedDepths(sound));

        MergedTree first = merge();
        int opens = store.opensOf(key);
        MergedTree second = merge();

        assertThat(first.tree().totals()[0]).isEqualTo(10);
        assertThat(first.partial())
                .extracting(PartialReason::cause)
                .containsExactly(PartialReason.Cause.SECTION_CORRUPT);
        assertThat(second.tree().totals()[0]).isEqualTo(10);
        assertThat(second.partial()).singleElement().satisfies(reason -> {
            assertThat(reason.cause()).isEqualTo(PartialReason.Cause.BLOCK_CORRUPT);
            assertThat(reason.detail()).contains(key, "column depth");
        });
        assertThat(store.opensOf(key)).as("not read again").isEqualTo(opens);
        assertThat(catalog.find(selection()).listedCutIds())
                .as("a head that still holds the cut counts again")
                .doesNotContain(cut);
        assertThat(corruptBlocks()).isEqualTo(1);
        assertThat(quarantined()).isEqualTo(1);
    }

    @Test
    void aBlockThatWasSetAsideIsTriedAgainAfterAWhile() throws Exception {
        String key = store.put(Sections.TENANT, DAY, "b", List.of(), section(UUID.randomUUID()));
        byte[] sound = store.bytes(key);
        store.putBytes(Sections.TENANT, DAY, "b", withDamagedDepths(sound));
        merge();

        ticker.advance(Quarantine.RETRY_AFTER.minusNanos(1));
        merge();
        double before = corruptBlocks();
        ticker.advance(Duration.ofNanos(1));
        merge();
        double stillDamaged = corruptBlocks();
        store.putBytes(Sections.TENANT, DAY, "b", sound);
        ticker.advance(Quarantine.RETRY_AFTER);
        MergedTree restored = merge();

        assertThat(before).isEqualTo(1);
        assertThat(stillDamaged).isEqualTo(2);
        assertThat(restored.partial()).isEmpty();
        assertThat(restored.tree().totals()[0]).isEqualTo(10);
        assertThat(quarantined()).isZero();
    }

    @Test
    void aBlockOfAnotherSizeIsAnotherOneAndReadAtOnce() throws Exception {
        String key = store.put(Sections.TENANT, DAY, "b", List.of(), section(UUID.randomUUID()));
        store.putBytes(Sections.TENANT, DAY, "b", withDamagedDepths(store.bytes(key)));
        merge();

        MergedTree restored = mergeAfterPutting("main;parse 10", "main;a_longer_name;another 5");
        MergedTree replaced = mergeAfterPutting("main;parse 10", "main;a_longer_name;another;and_one_more_yet 10");

        assertThat(restored.partial()).isEmpty();
        assertThat(restored.tree().totals()[0]).isEqualTo(15);
        assertThat(replaced.partial()).isEmpty();
        assertThat(replaced.tree().totals()[0])
                .as("the footer of the block before is not used")
                .isEqualTo(20);
    }

    private MergedTree mergeAfterPutting(String... stacks) throws Exception {
        Section section =
                Sections.section().profile(Labels.EMPTY, MORNING, stacks).build();
        store.put(Sections.TENANT, DAY, "b", List.of(), section);
        ticker.advance(MAX_AGE.plusNanos(1));
        return merge();
    }

    @Test
    void aBlockThatIsGoneSinceItWasListedIsLookedForInANewListing() throws Exception {
        String gone = store.put(Sections.TENANT, DAY, "a", List.of(), section(UUID.randomUUID()));
        catalog.probe(Sections.TENANT, DAY);
        store.remove(gone);
        store.put(Sections.TENANT, DAY, "b", List.of(gone), section(UUID.randomUUID()));

        assertThat(catalog.find(selection()).found().sections()).hasSize(1);
    }

    @Test
    void aStoreThatIsAwayFailsTheQueryAndTheNextOneAsksAgain() throws Exception {
        store.failure = java.util.Optional.of(new IOException("connection refused"));

        assertThatThrownBy(() -> catalog.find(selection()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("connection refused");
        store.failure = java.util.Optional.empty();
        assertThat(catalog.find(selection()).found().sections()).isEmpty();
    }

    private MergedTree merge() throws Exception {
        Selection selection = selection();
        return TreeMerger.mergeByName(catalog.find(selection).found(), selection, QueryLimits.DEFAULT);
    }

    private double corruptBlocks() {
        return registry.counter("blocks.corrupt").count();
    }

    private double quarantined() {
        return registry.get("blocks.quarantined").gauge().value();
    }

    private static byte[] withDamagedDepths(byte[] block) throws IOException {
        BlockFooter footer = BlockFooter.read(new MemoryBlockFile(block));
        byte[] damaged = block.clone();
        damaged[(int) footer.rowGroups().get(1).column(BlockColumn.DEPTH).offset(0) + 3] ^= 1;
        return damaged;
    }

    private static Section section(UUID cutId) {
        return Sections.section()
                .cut(cutId)
                .profile(Labels.EMPTY, MORNING, "main;parse 10")
                .build();
    }

    private static Selection selection() {
        return Selection.of(Sections.TENANT, Sections.CPU, List.of(), new TimeRange(MORNING, MORNING + 60_000));
    }
}
