package dev.flamestream.engine.head;

import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A head log read whole, at one moment: what a query sees of a live head, and what a cut stores.
 *
 * <p>Its sections build their tree and rows when first asked, so a query pays for the profile type it wants. Immutable and
 * safe for concurrent use.
 */
public final class HeadSnapshot {
    /** A decoded head is its elements and about as much again in tables and sections. */
    private static final int BYTES_PER_LOG_BYTE = 2;

    /** A value of a heap profile takes two to three bytes in a section, whether its element has it or the one before. */
    private static final int BYTES_PER_DIFFERENCE_VALUE = 3;

    private final HeadTables tables;
    private final int profileCount;
    private final List<Section> sections;
    private final long sizeBytes;

    private HeadSnapshot(HeadTables tables, int profileCount, List<Section> sections, long sizeBytes) {
        this.tables = tables;
        this.profileCount = profileCount;
        this.sections = sections;
        this.sizeBytes = sizeBytes;
    }

    /** Reads a log's elements, the header first. They are kept, not copied. */
    public static HeadSnapshot read(List<byte[]> elements) throws CorruptHeadException {
        HeadLogDecoder decoder = HeadLogDecoder.begin(elements);
        List<HeadRow> rows = new ArrayList<>();
        for (byte[] element : elements.subList(1, elements.size())) {
            rows.addAll(decoder.profile(element));
        }
        long logBytes = elements.stream().mapToLong(element -> element.length).sum();
        return new HeadSnapshot(
                decoder.tables(),
                elements.size() - 1,
                sectionsOf(decoder.tables(), rows),
                logBytes * BYTES_PER_LOG_BYTE + decoder.series().differenceValues() * BYTES_PER_DIFFERENCE_VALUE);
    }

    /** Reads only the cut id of a log, from its header. */
    public static UUID cutIdOf(List<byte[]> elements) throws CorruptHeadException {
        return HeadLogDecoder.begin(elements).tables().cutId;
    }

    /** The head it is of. */
    public HeadKey key() {
        return tables.key;
    }

    /** The id under which the log's cut is or will be known. */
    public UUID cutId() {
        return tables.cutId;
    }

    /** Number of profiles, each counted once however many sample types and series it has. */
    public int profileCount() {
        return profileCount;
    }

    /** Bytes of memory that it takes once all its sections were read, roughly. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** A section for each service and profile type, in order of first arrival. */
    public List<Section> sections() {
        return sections;
    }

    private static List<Section> sectionsOf(HeadTables tables, List<HeadRow> rows) {
        Map<SectionKey, List<HeadSection.Row>> rowsOf = new LinkedHashMap<>();
        for (HeadRow row : rows) {
            TypeSet types = tables.types(row.types);
            Labels labels = tables.series(row.series);
            for (int type = 0; type < types.types().size(); type++) {
                ProfileType profileType = types.profileType(labels.value(Labels.PROFILE_NAME), type);
                rowsOf.computeIfAbsent(
                                new SectionKey(labels.value(Labels.SERVICE_NAME), profileType),
                                key -> new ArrayList<>())
                        .add(new HeadSection.Row(row, type));
            }
        }
        HeadShape shape = new HeadShape(tables);
        List<Section> sections = new ArrayList<>();
        rowsOf.forEach((key, typeRows) -> sections.add(new HeadSection(shape, key, typeRows)));
        return List.copyOf(sections);
    }

    /** What makes rows one section. */
    record SectionKey(String serviceName, ProfileType profileType) {}
}
