package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockSchema;
import dev.flamestream.engine.block.SectionCheck;
import dev.flamestream.engine.block.SectionIndexWriter;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.TailSeal;
import dev.flamestream.engine.block.ZstdPages;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.section.SeriesRuns;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.schemas.block.BlockFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * Writes sections of one tenant as one block; {@link BlockFormat} says what it looks like.
 *
 * <p>Not thread-safe. Holds sections until a run is full or {@link #finish} is called; then the target has the whole block and
 * is flushed, but not closed: it belongs to whoever gave it. A writer that has thrown is of no more use.
 */
public final class BlockWriter {
    /** Past this a run is written, so that a writer takes at most some 128 MiB of heap with what writing takes. */
    public static final long DEFAULT_RUN_BYTES = 64L << 20;

    private final String tenant;
    private final List<String> sources;
    private final long maxRunBytes;
    private final BlockOutput output;
    private final ParquetFileWriter file;
    private final List<StoredSection> written = new ArrayList<>();
    private Run run = new Run();
    private long rowsWritten;

    /** A block of new sections. */
    public BlockWriter(String tenant, OutputStream target) throws IOException {
        this(tenant, target, List.of(), DEFAULT_RUN_BYTES);
    }

    /**
     * A block that replaces others.
     *
     * @param sources object keys of the blocks whose sections it holds; they must be dropped from the answer where it is seen
     * @param maxRunBytes past this many buffered bytes a run is written
     */
    public BlockWriter(String tenant, OutputStream target, List<String> sources, long maxRunBytes) throws IOException {
        this.tenant = tenant;
        this.sources = List.copyOf(sources);
        this.maxRunBytes = maxRunBytes;
        this.output = new BlockOutput(target);
        this.file = new ParquetFileWriter(
                output.asFile(),
                BlockSchema.ALL,
                ParquetFileWriter.Mode.CREATE,
                RowGroups.MAX_BYTES,
                0,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                true);
        file.start();
        output.passMagic();
    }

    /** Adds a section that came of one cut. Reads it whole. */
    public void add(Section section) throws IOException {
        add(section, List.of(section.summary().cutId()));
    }

    /** Adds a section that holds several cuts, the first of them being the summary's. Reads it whole. */
    public void add(Section section, List<UUID> cutIds) throws IOException {
        PreOrderTree tree = section.readTree(Section.FrameDetail.FULL);
        ProfileRows profiles = section.readProfiles(Section.RowDetail.SAMPLES);
        // Asked for last: a head's section knows its unit and its number of nodes only once it was read.
        SectionSummary summary = section.summary();
        if (!summary.tenant().equals(tenant)) {
            throw new IllegalArgumentException("expected a section of " + tenant + ", found " + summary.tenant());
        }
        Optional<String> fault = SectionCheck.faultIn(tree, summary)
                .or(() -> SectionCheck.faultIn(profiles, summary, tree.stackCount()));
        if (fault.isPresent()) {
            throw new IllegalArgumentException(
                    "section of " + summary.serviceName() + " " + summary.profileType() + ": " + fault.get());
        }
        run.add(summary, cutIds, tree, profiles);
        if (run.sizeBytes() > maxRunBytes) {
            writeRun();
        }
    }

    /** Bytes held that are not written yet. */
    public long bufferedBytes() {
        return run.sizeBytes();
    }

    /** Writes the rest and the footer. At least one section must have been added. */
    public void finish() throws IOException {
        writeRun();
        if (written.isEmpty()) {
            throw new IllegalStateException("a block of no sections");
        }
        file.end(metadata());
        output.passTail();
    }

    private void writeRun() throws IOException {
        if (run.isEmpty()) {
            return;
        }
        List<BufferedSection> sections = run.sorted();
        long firstProfileRow = rowsWritten;
        SectionRows rows = new SectionRows(run.frames());
        try (ProfileRowGroups profiles = new ProfileRowGroups(file, output, packedBytesEach(sections))) {
            for (int i = 0; i < sections.size(); i++) {
                rows.writeProfiles(sections.get(i), written.size() + i, profiles);
                rowsWritten += sections.get(i).profiles().count();
            }
            profiles.finish();
        }
        try (NodeRowGroups nodes = new NodeRowGroups(file, output, run.frames().strings(), rows.keys())) {
            int firstOrdinal = written.size();
            for (int i = 0; i < sections.size(); i++) {
                BufferedSection section = sections.get(i);
                rows.writeNodes(section, firstOrdinal + i, nodes);
                written.add(entry(section, firstProfileRow, rowsWritten));
                firstProfileRow += section.profiles().count();
                rowsWritten += section.tree().count();
            }
            nodes.finish();
        }
        run = new Run();
    }

    /** Mean length of a profile's packed stacks or values. */
    private static long packedBytesEach(List<BufferedSection> sections) {
        long bytes = 0;
        long count = 0;
        for (BufferedSection section : sections) {
            ProfileRows rows = section.profiles();
            for (int row = 0; row < rows.count(); row++) {
                bytes += rows.stacks(row).length + rows.values(row).length;
                count += 2;
            }
        }
        return bytes / Math.max(1, count);
    }

    private static StoredSection entry(BufferedSection section, long firstProfileRow, long firstNodeRow) {
        PreOrderTree tree = section.tree();
        int unsymbolized = 0;
        for (int node = 1; node < tree.count(); node++) {
            unsymbolized += tree.frames().function(tree.frame()[node]) == StringTable.EMPTY ? 1 : 0;
        }
        long total = 0;
        for (int row = 0; row < section.profiles().count(); row++) {
            total = SaturatingMath.add(total, section.profiles().total(row));
        }
        return new StoredSection(
                section.summary(),
                section.cutIds(),
                firstProfileRow,
                firstNodeRow,
                tree.stackCount(),
                unsymbolized,
                total,
                SeriesRuns.of(section.profiles(), section.summary().labels()));
    }

    private Map<String, String> metadata() {
        long minTimeMillis = Long.MAX_VALUE;
        long maxTimeMillis = Long.MIN_VALUE;
        for (StoredSection section : written) {
            minTimeMillis = Math.min(minTimeMillis, section.summary().minTimeMillis());
            maxTimeMillis = Math.max(maxTimeMillis, section.summary().maxTimeMillis());
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(BlockFormat.METADATA_VERSION, Integer.toString(BlockFormat.VERSION));
        metadata.put(BlockFormat.METADATA_TENANT, tenant);
        metadata.put(BlockFormat.METADATA_MIN_TIME, Long.toString(minTimeMillis));
        metadata.put(BlockFormat.METADATA_MAX_TIME, Long.toString(maxTimeMillis));
        metadata.put(BlockFormat.METADATA_SOURCES, String.join("\n", sources));
        metadata.put(BlockFormat.METADATA_SECTIONS, base64(ZstdPages.compress(SectionIndexWriter.write(written))));
        metadata.put(BlockFormat.METADATA_PAGE_CHECKSUMS, base64(output.pageChecksums()));
        metadata.put(BlockFormat.METADATA_SEAL, TailSeal.OPEN);
        return metadata;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
