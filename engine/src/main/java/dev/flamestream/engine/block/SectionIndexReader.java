package dev.flamestream.engine.block;

import dev.flamestream.engine.section.LabelSummary;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.section.SeriesRuns;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.engine.tree.Varints;
import dev.flamestream.schemas.record.ProfileType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Reads what {@link SectionIndexWriter} wrote, checking every number. */
public final class SectionIndexReader {
    private static final String WHERE = "section index";
    private static final int CUT_BYTES = 16;
    private static final int FIRST_VERSION_WITH_RUNS = 2;

    private final String objectKey;
    private final String tenant;
    private final int version;
    private final byte[] bytes;
    private final Varints.Reader in;
    private final List<String> texts = new ArrayList<>();
    private final List<UUID> cuts = new ArrayList<>();
    private long previousMinTimeMillis;
    private long profileRowsEnd;
    private long nodeRowsEnd;
    private SeriesRuns previousRuns = SeriesRuns.NONE;

    private SectionIndexReader(String objectKey, String tenant, int version, byte[] bytes) {
        this.objectKey = objectKey;
        this.tenant = tenant;
        this.version = version;
        this.bytes = bytes;
        this.in = new Varints.Reader(bytes);
    }

    /**
     * The entries of an index.
     *
     * @param objectKey the block, for messages
     * @param tenant whose block it is
     * @param version of the block's format
     */
    public static List<StoredSection> read(String objectKey, String tenant, int version, byte[] bytes)
            throws CorruptBlockException {
        return new SectionIndexReader(objectKey, tenant, version, bytes).read();
    }

    private List<StoredSection> read() throws CorruptBlockException {
        for (int n = count(1); n > 0; n--) {
            int length = in.nextInt(bytes.length);
            texts.add(new String(bytes, in.skip(length), in.isBroken() ? 0 : length, StandardCharsets.UTF_8));
        }
        for (int n = count(CUT_BYTES); n > 0; n--) {
            int at = in.skip(CUT_BYTES);
            if (in.isBroken()) {
                throw corrupt("expected " + n + " more cuts at byte " + at + ", found the end");
            }
            ByteBuffer cut = ByteBuffer.wrap(bytes, at, CUT_BYTES);
            cuts.add(new UUID(cut.getLong(), cut.getLong()));
        }
        int sectionCount = count(1);
        List<StoredSection> sections = new ArrayList<>(sectionCount);
        for (int i = 0; i < sectionCount; i++) {
            sections.add(section(i));
        }
        if (in.isBroken() || in.hasMore()) {
            throw corrupt("expected " + sectionCount + " sections up to byte " + bytes.length + ", found the end at "
                    + in.offset());
        }
        return List.copyOf(sections);
    }

    private StoredSection section(int ordinal) throws CorruptBlockException {
        String service = text();
        Optional<ProfileType> type = ProfileType.parse(text());
        List<UUID> cutIds = new ArrayList<>();
        for (int n = count(1); n > 0; n--) {
            cutIds.add(item(cuts));
        }
        long minTimeMillis = previousMinTimeMillis + signed();
        long maxTimeMillis = minTimeMillis + in.next();
        long unit = in.next();
        int profileCount = in.nextInt(Integer.MAX_VALUE);
        int nodeCount = in.nextInt(Integer.MAX_VALUE);
        int stackCount = in.nextInt(nodeCount);
        int unsymbolizedCount = in.nextInt(nodeCount);
        long total = signed();
        long firstProfileRow = profileRowsEnd + signed();
        long firstNodeRow = nodeRowsEnd + signed();
        LabelSummary labels = labels();
        SeriesRuns runs = version < FIRST_VERSION_WITH_RUNS
                ? SeriesRuns.NONE
                : runs(List.copyOf(labels.asMap().keySet()), profileCount);
        if (in.isBroken()
                || type.isEmpty()
                || cutIds.isEmpty()
                || maxTimeMillis < minTimeMillis
                || unit < 1
                || profileCount < 1
                || nodeCount < 1
                || firstProfileRow < 0
                || firstNodeRow < 0) {
            throw corrupt("expected a section, found damage in number " + ordinal + " before byte " + in.offset());
        }
        previousMinTimeMillis = minTimeMillis;
        profileRowsEnd = SaturatingMath.add(firstProfileRow, profileCount);
        nodeRowsEnd = SaturatingMath.add(firstNodeRow, nodeCount);
        SectionSummary summary = new SectionSummary(
                tenant,
                service,
                type.get(),
                cutIds.get(0),
                minTimeMillis,
                maxTimeMillis,
                unit,
                profileCount,
                nodeCount,
                labels);
        return new StoredSection(
                summary, cutIds, firstProfileRow, firstNodeRow, stackCount, unsymbolizedCount, total, runs);
    }

    private LabelSummary labels() throws CorruptBlockException {
        TreeMap<String, Optional<SortedSet<String>>> labels = new TreeMap<>();
        for (int n = count(2); n > 0; n--) {
            String name = text();
            int valueCount = count(1) - 1;
            if (valueCount < 0) {
                labels.put(name, Optional.empty());
                continue;
            }
            TreeSet<String> values = new TreeSet<>();
            for (int v = 0; v < valueCount; v++) {
                values.add(text());
            }
            labels.put(name, Optional.of(values));
        }
        return new LabelSummary(labels);
    }

    private SeriesRuns runs(List<String> names, int profileCount) throws CorruptBlockException {
        int code = count(1 + names.size());
        if (code == 0) {
            return SeriesRuns.NONE;
        }
        if (code == SectionIndexWriter.SAME_RUNS) {
            if (!previousRuns.names().equals(names) || previousRuns.count() == 0) {
                throw corrupt("expected runs before those that are the same, before byte " + in.offset());
            }
            checkRuns(previousRuns, profileCount);
            return previousRuns;
        }
        int runCount = code - 1;
        int[] packed = new int[Math.multiplyExact(runCount, 1 + names.size())];
        for (int at = 0; at < packed.length; at++) {
            packed[at] = in.nextInt(at % (1 + names.size()) == 0 ? profileCount : texts.size());
        }
        previousRuns = new SeriesRuns(names, texts, packed);
        checkRuns(previousRuns, profileCount);
        return previousRuns;
    }

    private void checkRuns(SeriesRuns runs, int profileCount) throws CorruptBlockException {
        long profiles = 0;
        for (int run = 0; run < runs.count(); run++) {
            if (runs.profileCount(run) == 0) {
                throw corrupt("expected runs of profiles, found an empty one before byte " + in.offset());
            }
            profiles += runs.profileCount(run);
        }
        if (profiles != profileCount) {
            throw corrupt("expected runs of " + profileCount + " profiles, found " + profiles + " before byte "
                    + in.offset());
        }
    }

    /** How many things follow; what is left must have room for them, so that no list outgrows the index. */
    private int count(int minBytesEach) throws CorruptBlockException {
        int left = bytes.length - in.offset();
        // One more than fits, since a list of values is stored with its count plus one.
        int count = in.nextInt(left / minBytesEach + 1);
        if (in.isBroken()) {
            throw corrupt("expected a count of at most " + left / minBytesEach + " before byte " + in.offset());
        }
        return count;
    }

    private String text() throws CorruptBlockException {
        return item(texts);
    }

    private <T> T item(List<T> table) throws CorruptBlockException {
        int index = in.nextInt(table.size() - 1);
        if (in.isBroken()) {
            throw corrupt("expected an index below " + table.size() + " before byte " + in.offset());
        }
        return table.get(index);
    }

    private long signed() {
        return Varints.unzigzag(in.next());
    }

    private CorruptBlockException corrupt(String what) {
        return new CorruptBlockException(objectKey, WHERE, what);
    }
}
