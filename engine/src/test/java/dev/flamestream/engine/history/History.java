package dev.flamestream.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.MemoryBlockFile;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadAppender;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.reference.Agreement;
import dev.flamestream.engine.reference.NaiveDatabase;
import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.reference.RandomPprof;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.MergedSource;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.StoredSections;
import dev.flamestream.schemas.record.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * One random life of some heads, as the job leads it, beside the naive database: profiles arrive, also for windows that were
 * cut; logs are cut, their blocks are committed and listed, what was cut is cleared; everything is restored; and again and again
 * it is queried. A seed decides all of it.
 */
final class History implements AutoCloseable {
    static final long WINDOW_MILLIS = 1_000;
    static final int WINDOWS = 3;

    /** Small enough that stacks and names of any size meet them. */
    private static final ProfileLimits SMALL =
            new ProfileLimits(1 << 20, 1_000, 100, 9, 25, 64, 100, 100, 10_000, 0, 1_000);

    private final Random random;
    private final ProfileLimits limits;
    private final PprofDecoder decoder;
    private final HeadAppender appender;
    private final RandomQuery queries;
    private final NaiveDatabase naive = new NaiveDatabase();
    private final Map<HeadKey, LiveHead> heads = new LinkedHashMap<>();
    /** Cuts that no block holds yet, with the elements they had when they were cut. */
    private final Map<LiveHead, List<byte[]>> pending = new LinkedHashMap<>();

    private final List<Pod> pods = new ArrayList<>();
    private final List<BlockReader> blocks = new ArrayList<>();
    private String done = "";

    /** What is profiled again and again, mostly in one window; two may happen to have the same labels. */
    private final class Pod {
        private final String tenant = random.nextInt(5) == 0 ? "globex" : "acme";
        private final Labels grouping =
                Labels.of("service_name", "svc" + random.nextInt(2), "__name__", "p" + random.nextInt(2));
        private final Labels labels =
                grouping.with("pod", "" + random.nextInt(3)).with("zone", random.nextBoolean() ? "" : "1");
        private final RandomPprof files = new RandomPprof(random, limits);
        private final long window = random.nextInt(WINDOWS);

        /** In any order. */
        long nextTime() {
            long inWindow = random.nextInt((int) WINDOW_MILLIS);
            return inWindow + WINDOW_MILLIS * (random.nextInt(4) > 0 ? window : random.nextInt(WINDOWS));
        }
    }

    History(long seed) {
        this.random = new Random(seed);
        this.limits = random.nextInt(4) > 0 ? SMALL : ProfileLimits.DEFAULT;
        this.decoder = new PprofDecoder(limits);
        this.appender = new HeadAppender(limits);
        this.queries = new RandomQuery(random, naive);
    }

    /** What was done, a letter each: d is an arrival that was written as a difference, at least in part. */
    String done() {
        return done;
    }

    /** Lives it. */
    void run() throws IOException, QueryLimitException {
        for (int steps = 10 + random.nextInt(40); steps > 0; steps--) {
            step(random.nextInt(20));
        }
        for (int round = 0; round < 3; round++) {
            query();
        }
        commit();
        query();
        cut(1);
        commit();
        clear();
        query();
    }

    private void step(int kind) throws IOException, QueryLimitException {
        switch (kind) {
            case 0, 1 -> cut(3);
            case 2 -> commit();
            case 3 -> clear();
            case 4 -> restore();
            case 5, 6 -> query();
            default -> append();
        }
    }

    private void append() throws IOException {
        boolean isNew = pods.isEmpty() || random.nextInt(5) == 0;
        Pod pod = isNew ? new Pod() : pods.get(random.nextInt(pods.size()));
        if (isNew) {
            pods.add(pod);
        }
        long time = pod.nextTime();
        HeadKey key = HeadKey.of(
                pod.tenant,
                (int) Long.remainderUnsigned(pod.grouping.hash(), 2),
                pod.grouping.hash(),
                time,
                WINDOW_MILLIS);
        byte[] file = isNew || random.nextInt(8) == 0 ? pod.files.file() : pod.files.nextFile();
        Decoded decoded = decoder.decode(file);
        FlatProfile profile = decoded.fold(accepted -> accepted, rejection -> {
            throw new AssertionError("refused: " + rejection);
        });
        Arrival arrival = new Arrival(pod.labels, time, random.nextBoolean() ? "" : "id-" + random.nextInt());
        assertThat(appender.check(profile, arrival)).isEmpty();
        LiveHead.Log log = heads.computeIfAbsent(key, added -> new LiveHead(key, pod.grouping))
                .active(random);
        HeadIndex twin = random.nextInt(4) == 0 ? HeadIndex.replay(log.elements()) : log.index();
        long before = log.index().differenceValues();
        byte[] element = appender.append(log.index(), profile, arrival);
        if (twin != log.index()) {
            assertThat(appender.append(twin, profile, arrival))
                    .as("element %s after a replay", log.elements().size())
                    .isEqualTo(element);
        }
        log.elements().add(element);
        naive.add(pod.tenant, pod.labels, time, NaiveProfile.read(file, limits));
        done += log.index().differenceValues() > before ? "d" : "a";
    }

    private void cut(int oneIn) {
        for (LiveHead head : heads.values()) {
            if (head.canBeCut() && random.nextInt(oneIn) == 0) {
                pending.put(head, List.copyOf(head.cut().elements()));
                done += "c";
            }
        }
    }

    /** What a checkpoint does: one block for each tenant, with all that was cut since the last. */
    private void commit() throws IOException {
        Map<String, List<Section>> sections = new LinkedHashMap<>();
        for (Map.Entry<LiveHead, List<byte[]>> cut : pending.entrySet()) {
            sections.computeIfAbsent(cut.getKey().key().tenant(), tenant -> new ArrayList<>())
                    .addAll(HeadSnapshot.read(cut.getValue()).sections());
        }
        for (Map.Entry<String, List<Section>> tenant : sections.entrySet()) {
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            long runBytes = random.nextBoolean() ? BlockWriter.DEFAULT_RUN_BYTES : 1 + random.nextInt(20_000);
            BlockWriter writer = new BlockWriter(tenant.getKey(), target, List.of(), runBytes);
            for (Section section : tenant.getValue()) {
                writer.add(section);
            }
            writer.finish();
            blocks.add(BlockReader.open(new MemoryBlockFile(target.toByteArray())));
            done += "B";
        }
        pending.keySet().forEach(LiveHead::commit);
        pending.clear();
    }

    private void clear() {
        heads.values().forEach(LiveHead::clear);
        done += "x";
    }

    private void restore() throws IOException {
        for (LiveHead head : heads.values()) {
            for (LiveHead.Log log : head.logs()) {
                log.restore();
            }
        }
        done += "r";
    }

    private void query() throws IOException, QueryLimitException {
        RandomQuery.Query query = queries.next();
        SectionSet sections = new MergedSource(asked -> live(), asked -> listAfterwards()).find(query.selection());
        String where = "after " + done + ": " + query;
        Agreement.ofTrees(where, sections, naive, query.selection());
        SectionSet again = new MergedSource(asked -> live(), asked -> listAfterwards()).find(query.selection());
        Agreement.ofTimelines(where, again, naive, query.selection(), query.timeline());
        done += "q";
    }

    private SectionSet live() throws IOException {
        List<Section> sections = new ArrayList<>();
        for (LiveHead head : heads.values()) {
            for (LiveHead.Log log : head.logs()) {
                sections.addAll(HeadSnapshot.read(log.elements()).sections());
            }
        }
        return SectionSet.complete(sections);
    }

    /** Lists blocks, perhaps after a checkpoint that came between. */
    private StoredSections listAfterwards() throws IOException {
        if (random.nextInt(4) == 0) {
            commit();
            clear();
        }
        List<Section> sections = new ArrayList<>();
        Set<UUID> cuts = new HashSet<>();
        for (BlockReader block : blocks) {
            sections.addAll(block.sections());
            block.footer().sections().forEach(section -> cuts.addAll(section.cutIds()));
        }
        return new StoredSections(SectionSet.complete(sections), cuts);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
