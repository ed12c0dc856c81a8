package dev.flamestream.query.live;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.DirectoryEvent.Directory;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.head.PublishedStates;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.SectionFilter;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.SectionSource;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.trace.QueryRun;
import dev.flamestream.query.trace.QueryStage;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live side of a query: the heads that may hold selected profiles, found through the directories.
 *
 * <p>All or nothing: a read that failed leaves nobody knowing what is missing, so the whole is tried once more and then given
 * up, and the answer says that it is partial. A damaged head alone is left out and named, for a while without being read.
 * Heads of a job that has gone back are used as they are, and the answer says that they may lack something.
 */
public final class LiveSections implements SectionSource {
    private static final Logger log = LoggerFactory.getLogger(LiveSections.class);

    /** The whole, and once more: a job that fails over takes longer than any number of tries that a person waits for. */
    private static final int MAX_TRIES = 2;

    private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

    /** Heads are at most 8 MiB as a rule; a query that needs more than this many should name a service. */
    private static final int MAX_HEADS = 2_000;

    private final HeadStore heads;
    private final HeadQuarantine quarantine;
    private final int leastShards;
    private final Duration maxListingAge;
    private final Duration timeout;
    /** Of the last query, so that an absence is a line when it begins and one when it ends, not one a query. */
    private final AtomicBoolean away = new AtomicBoolean();
    /** System.nanoTime when it was last told that heads are away. */
    private final AtomicLong toldNanos = new AtomicLong();

    /**
     * @param leastShards shards of a tenant that are looked at in any case, beside those that its first one lists
     * @param maxListingAge how old the list of blocks may be that these sections are joined with
     * @param timeout of all reads of a try together
     */
    public LiveSections(
            HeadStore heads, int leastShards, Duration maxListingAge, Duration timeout, QueryMetrics metrics) {
        this(heads, leastShards, maxListingAge, timeout, new HeadQuarantine(Ticker.systemTicker(), metrics));
    }

    LiveSections(
            HeadStore heads, int leastShards, Duration maxListingAge, Duration timeout, HeadQuarantine quarantine) {
        this.heads = heads;
        this.quarantine = quarantine;
        this.leastShards = leastShards;
        this.maxListingAge = maxListingAge;
        this.timeout = timeout;
    }

    @Override
    public SectionSet find(Selection selection) throws IOException {
        for (int number = 1; ; number++) {
            try {
                SectionSet found = findOnce(selection);
                if (away.compareAndSet(true, false)) {
                    log.info("live heads can be read again");
                }
                return found;
            } catch (IOException e) {
                if (number == MAX_TRIES) {
                    tell(selection, e);
                    throw e;
                }
            }
        }
    }

    /** In one line at first, and once more every minute, since the reason may have become another. */
    private void tell(Selection selection, IOException failure) {
        long now = System.nanoTime();
        long told = toldNanos.get();
        boolean isFirst = !away.getAndSet(true);
        if ((isFirst || now - told >= TELL_AGAIN.toNanos()) && toldNanos.compareAndSet(told, now)) {
            log.atWarn()
                    .addKeyValue("tenant", selection.tenant())
                    .addKeyValue("error", String.valueOf(failure.getMessage()))
                    .log("live heads cannot be read; the answer comes from blocks alone");
        }
    }

    private SectionSet findOnce(Selection selection) throws IOException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        Optional<String> behind = heads.behind();
        QueryRun.enter(QueryStage.DIRECTORY);
        List<HeadKey> wanted = wantedHeads(selection, deadlineNanos);
        QueryRun.enter(QueryStage.HEADS);
        List<HeadRead> reads = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        List<PartialReason> partial = new ArrayList<>();
        for (HeadKey key : wanted) {
            Optional<CorruptHeadException> damage = quarantine.damageOf(key);
            if (damage.isPresent()) {
                partial.add(leftOut(damage.get()));
            } else {
                reads.add(new HeadRead(key, heads.head(PublishedStates.LOG_A, key)));
                reads.add(new HeadRead(key, heads.head(PublishedStates.LOG_B, key)));
            }
        }
        for (HeadRead read : reads) {
            try {
                await(read.snapshot, deadlineNanos).ifPresent(head -> addSelected(head, selection, sections));
            } catch (CorruptHeadException e) {
                quarantine.setAside(read.key, e);
                partial.add(leftOut(e));
            }
        }
        behind.or(heads::behind).ifPresent(why -> partial.add(new PartialReason(PartialReason.Cause.LIVE_BEHIND, why)));
        return new SectionSet(sections, partial);
    }

    private record HeadRead(HeadKey key, CompletableFuture<Optional<HeadSnapshot>> snapshot) {}

    private static PartialReason leftOut(CorruptHeadException damage) {
        return new PartialReason(PartialReason.Cause.LIVE_UNAVAILABLE, String.valueOf(damage.getMessage()));
    }

    private List<HeadKey> wantedHeads(Selection selection, long deadlineNanos) throws IOException {
        List<HeadKey> wanted = new ArrayList<>();
        for (Directory directory : directories(selection.tenant(), deadlineNanos)) {
            checkListingAge(directory);
            for (Map.Entry<HeadKey, Labels> live : directory.live().entrySet()) {
                if (mayHold(live.getKey(), live.getValue(), selection)) {
                    wanted.add(live.getKey());
                }
            }
        }
        if (wanted.size() > MAX_HEADS) {
            throw new IOException("expected at most " + MAX_HEADS + " live heads, found " + wanted.size()
                    + "; name a service in the selector");
        }
        return wanted;
    }

    /**
     * Those of all shards that may hold heads. The first one's lists them before any profile goes there, so what is not listed when
     * it is read holds nothing older than that.
     */
    private List<Directory> directories(String tenant, long deadlineNanos) throws IOException {
        List<CompletableFuture<Directory>> reads = new ArrayList<>();
        for (int shard = 0; shard < leastShards; shard++) {
            reads.add(heads.directory(tenant, shard));
        }
        int listed = await(reads.get(0), deadlineNanos).shardCount();
        for (int shard = leastShards; shard < listed; shard++) {
            reads.add(heads.directory(tenant, shard));
        }
        List<Directory> directories = new ArrayList<>();
        for (CompletableFuture<Directory> read : reads) {
            directories.add(await(read, deadlineNanos));
        }
        return directories;
    }

    /** A cut may vanish so long after its commit; a listing older than that could miss the block, and the profiles with it. */
    private void checkListingAge(Directory directory) throws IOException {
        if (directory.visibleAfterCommitMillis() <= maxListingAge.toMillis()) {
            throw new IOException("blocks.listing.max.age: expected less than the "
                    + directory.visibleAfterCommitMillis() + " ms for which the job keeps a cut, found "
                    + maxListingAge.toMillis() + " ms");
        }
    }

    private static boolean mayHold(HeadKey key, Labels grouping, Selection selection) {
        long windowStart = key.windowStartMillis();
        // The directory does not say how long the window is, only that none is longer than this.
        if (!selection.range().overlaps(windowStart, windowStart + CutPolicy.MAX_WINDOW.toMillis() - 1)) {
            return false;
        }
        Optional<String> name = grouping.get(Labels.PROFILE_NAME);
        Optional<String> wantedName = selection.profileType().map(ProfileType::name);
        if (name.isPresent() && wantedName.isPresent() && !name.equals(wantedName)) {
            return false;
        }
        for (LabelMatcher matcher : selection.matchers()) {
            Optional<String> value = grouping.get(matcher.name());
            if (value.isPresent() && !matcher.matches(value.get())) {
                return false;
            }
        }
        return true;
    }

    private static void addSelected(HeadSnapshot head, Selection selection, List<Section> sections) {
        for (Section section : head.sections()) {
            if (SectionFilter.share(selection, section.summary()) != SectionFilter.Share.NONE) {
                sections.add(section);
            }
        }
    }

    private static <T> T await(CompletableFuture<T> read, long deadlineNanos) throws IOException {
        try {
            return read.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CorruptHeadException corrupt) {
                throw corrupt;
            }
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("live heads were not read in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while live heads were read", e);
        }
    }
}
