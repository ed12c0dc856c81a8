package dev.flamestream.query.blocks;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.QueryMetrics.Outcome;
import dev.flamestream.query.SharedFetch;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Lists of blocks, one a tenant and date, none used for longer than it may be old, and each made once however many ask.
 *
 * <p>Age counts from when a listing began: what it says is true of that moment at the earliest. Thread-safe.
 */
final class BlockListings {
    /** All listings together may name so many blocks, at 150 bytes each. */
    private static final long MAX_CACHED_BLOCKS = 1_000_000;

    private final BlockStore store;
    private final long maxAgeNanos;
    private final Ticker ticker;
    private final Executor readers;
    private final QueryMetrics metrics;
    private final AsyncCache<Folder, Listing> listings;

    private record Folder(String tenant, LocalDate date) {}

    private record Listing(long beganNanos, List<ListedBlock> blocks) {}

    BlockListings(BlockStore store, Duration maxAge, Ticker ticker, Executor readers, QueryMetrics metrics) {
        this.store = store;
        this.maxAgeNanos = maxAge.toNanos();
        this.ticker = ticker;
        this.readers = readers;
        this.metrics = metrics;
        this.listings = Caffeine.newBuilder()
                .maximumWeight(MAX_CACHED_BLOCKS)
                .weigher((Folder folder, Listing listing) -> 1 + listing.blocks.size())
                .ticker(ticker)
                // A minute past the longest age that can be set, so that what nobody asks for goes.
                .expireAfterWrite(Duration.ofMinutes(2))
                .buildAsync();
    }

    /** The blocks of a tenant's day; fails with a {@link CompletionException} of an {@link IOException}. */
    CompletableFuture<List<ListedBlock>> list(String tenant, LocalDate date) {
        return list(new Folder(tenant, date), ticker.read() - maxAgeNanos);
    }

    /** The same, but none that began before this call. */
    CompletableFuture<List<ListedBlock>> listAnew(String tenant, LocalDate date) {
        Folder folder = new Folder(tenant, date);
        listings.asMap().remove(folder);
        return list(folder, ticker.read() - maxAgeNanos);
    }

    private CompletableFuture<List<ListedBlock>> list(Folder folder, long earliestNanos) {
        CompletableFuture<Listing> known = SharedFetch.of(listings, folder, this::load);
        return known.thenCompose(listing -> {
            if (listing.beganNanos - earliestNanos >= 0) {
                return CompletableFuture.completedFuture(listing.blocks);
            }
            // Removed only if no other caller has put a newer one in its place.
            listings.asMap().remove(folder, known);
            return list(folder, earliestNanos);
        });
    }

    private CompletableFuture<Listing> load(Folder folder) {
        long beganNanos = ticker.read();
        return CompletableFuture.supplyAsync(
                () -> loadNow(folder, beganNanos), Context.current().wrap(readers));
    }

    private Listing loadNow(Folder folder, long beganNanos) {
        long begin = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            List<ListedBlock> blocks = List.copyOf(store.list(folder.tenant, folder.date, folder.date));
            outcome = Outcome.OK;
            return new Listing(beganNanos, blocks);
        } catch (IOException e) {
            throw new CompletionException(e);
        } finally {
            metrics.listed(outcome, Duration.ofNanos(System.nanoTime() - begin));
        }
    }
}
