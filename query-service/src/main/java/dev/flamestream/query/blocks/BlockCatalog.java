package dev.flamestream.query.blocks;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.MergedSource;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.SectionFilter;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.StoredSections;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.cache.CachedBlockStore;
import dev.flamestream.query.trace.QueryRun;
import dev.flamestream.query.trace.QueryStage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The stored side of a query: which sections of which blocks may hold selected profiles, found from listings and footers alone.
 *
 * <p>A damaged block is left out and named, whether its footer is found damaged here or its pages when a
 * section is read; a store that is away fails the query. A block that a compacted one replaces is left
 * out where both are listed. Thread-safe; owns its threads, not the store.
 */
public final class BlockCatalog implements MergedSource.Stored, AutoCloseable {
    private final BlockStore store;
    private final BlockListings listings;
    private final BlockFooters footers;
    private final ExecutorService readers;
    private final QueryMetrics metrics;

    /** Reads the store with so many threads. */
    public BlockCatalog(BlockStore store, BlocksSettings settings, Ticker ticker, QueryMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
        this.readers = Executors.newFixedThreadPool(settings.maxReadsInFlight(), task -> {
            Thread thread = new Thread(task, "block-reader");
            thread.setDaemon(true);
            return thread;
        });
        this.listings = new BlockListings(store, settings.maxListingAge(), ticker, readers, metrics);
        this.footers = new BlockFooters(settings.footerCacheBytes(), ticker, readers, metrics, this::forgetCopies);
    }

    @Override
    public StoredSections find(Selection selection) throws IOException {
        try {
            return find(selection, false);
        } catch (NoSuchFileException e) {
            // A listed block was replaced or has run out of its retention since; a new listing does not name it.
            return find(selection, true);
        }
    }

    /** Lists a tenant's day, to see whether the store answers. */
    public void probe(String tenant, LocalDate date) throws IOException {
        await(listings.list(tenant, date));
    }

    private StoredSections find(Selection selection, boolean anew) throws IOException {
        QueryRun.enter(QueryStage.LISTING);
        List<CompletableFuture<List<ListedBlock>>> days = new ArrayList<>();
        LocalDate last = BlockPath.date(selection.range().endMillis() - 1);
        for (LocalDate date = BlockPath.date(selection.range().startMillis());
                !date.isAfter(last);
                date = date.plusDays(1)) {
            days.add(anew ? listings.listAnew(selection.tenant(), date) : listings.list(selection.tenant(), date));
        }
        List<ListedBlockFile> files = new ArrayList<>();
        List<CompletableFuture<BlockFooter>> reads = new ArrayList<>();
        for (CompletableFuture<List<ListedBlock>> day : days) {
            for (ListedBlock block : await(day)) {
                ListedBlockFile file = new ListedBlockFile(store, block, metrics);
                files.add(file);
                reads.add(footers.footer(file));
            }
        }
        return selected(selection, files, reads);
    }

    private StoredSections selected(
            Selection selection, List<ListedBlockFile> files, List<CompletableFuture<BlockFooter>> reads)
            throws IOException {
        QueryRun.enter(QueryStage.FOOTERS);
        Map<ListedBlockFile, BlockReader> blocks = new LinkedHashMap<>();
        List<PartialReason> partial = new ArrayList<>();
        Set<String> replaced = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            try {
                BlockFooter footer = await(reads.get(i));
                blocks.put(files.get(i), new BlockReader(files.get(i), footer));
                replaced.addAll(footer.sources());
            } catch (CorruptBlockException e) {
                partial.add(new PartialReason(PartialReason.Cause.BLOCK_CORRUPT, String.valueOf(e.getMessage())));
            }
        }
        List<Section> sections = new ArrayList<>();
        Set<UUID> cutIds = new HashSet<>();
        blocks.forEach((file, block) -> {
            if (!replaced.contains(file.objectKey())) {
                addSelected(file, block, selection, sections, cutIds);
            }
        });
        return new StoredSections(new SectionSet(sections, partial), cutIds);
    }

    private void addSelected(
            ListedBlockFile file, BlockReader block, Selection selection, List<Section> sections, Set<UUID> cutIds) {
        for (StoredSection entry : block.footer().sections()) {
            cutIds.addAll(entry.cutIds());
            if (SectionFilter.share(selection, entry.summary()) != SectionFilter.Share.NONE) {
                sections.add(new WatchedSection(block.section(entry), damage -> footers.setAside(file, damage)));
            }
        }
    }

    /** What was cached of a damaged block must not outlive it: a person may put a sound one in its place. */
    private void forgetCopies(ListedBlock damaged) {
        if (store instanceof CachedBlockStore cached) {
            cached.forget(damaged);
        }
    }

    private static <T> T await(CompletableFuture<T> read) throws IOException {
        try {
            return read.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
