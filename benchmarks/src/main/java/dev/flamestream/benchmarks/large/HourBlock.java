package dev.flamestream.benchmarks.large;

import dev.flamestream.benchmarks.workload.HeadLog;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.flame.FlameGraph;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.TreeMerger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A block of all that a workload's head holds, and the questions that people ask of it. Safe for concurrent use. */
public final class HourBlock {
    /** What a page shows of a flame graph. */
    static final int MAX_NODES = 8_192;

    private static final TimeRange ALL_TIME =
            new TimeRange(ProfileStream.START_MILLIS, ProfileStream.START_MILLIS + 86_400_000L);

    private final CountedFile file;
    private final BlockFooter footer;

    private HourBlock(CountedFile file) throws IOException {
        this.file = file;
        this.footer = BlockFooter.read(file);
    }

    /** The bytes of a block of a head's sections. */
    static byte[] write(HeadLog log) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlockWriter writer = new BlockWriter(HeadLog.TENANT, bytes);
        for (Section section : HeadSnapshot.read(log.elements()).sections()) {
            writer.add(section);
        }
        writer.finish();
        return bytes.toByteArray();
    }

    /** Where a workload's block lies in a folder. */
    static Path path(String folder, Workload workload) {
        return Path.of(folder, workload.label() + ".parquet");
    }

    /** Where a window's worth of a workload's profiles lies in a folder. */
    public static Path windowPath(String folder, Workload workload) {
        return Path.of(folder, workload.label() + ".profiles");
    }

    /** Opens what {@link #write} made and somebody has put into a folder. */
    public static HourBlock open(String folder, Workload workload) throws IOException {
        return of(workload.label(), Files.readAllBytes(path(folder, workload)));
    }

    static HourBlock of(String name, byte[] bytes) throws IOException {
        return new HourBlock(new CountedFile(name, bytes));
    }

    /** The file, which counts reads. */
    public BlockFile file() {
        return file;
    }

    CountedFile counted() {
        return file;
    }

    /** The footer. */
    public BlockFooter footer() {
        return footer;
    }

    /** The section of the first profile type. */
    public StoredSection firstSection() {
        return footer.sections().get(0);
    }

    List<Section> sections() {
        return new BlockReader(file, footer).sections();
    }

    /** All profiles of the first section. */
    Selection everything() {
        return Selection.of(HeadLog.TENANT, firstSection().summary().profileType(), List.of(), ALL_TIME);
    }

    /** The profiles of one pod. */
    Selection onePod() {
        return Selection.of(
                HeadLog.TENANT,
                firstSection().summary().profileType(),
                List.of(LabelMatcher.equal("pod", "pod-7")),
                ALL_TIME);
    }

    /** The profiles of seven minutes. */
    Selection sevenMinutes() {
        long from = ProfileStream.START_MILLIS + 20 * 60_000L;
        return everything().during(new TimeRange(from, from + 7 * 60_000L));
    }

    /** A flame graph of everything. */
    public FlameGraph wholeHour() throws IOException, QueryLimitException {
        return flameGraph(everything());
    }

    FlameGraph flameGraph(Selection selection) throws IOException, QueryLimitException {
        SectionSet set = SectionSet.complete(List.of(sections().get(0)));
        return FlameGraph.of(TreeMerger.mergeByName(set, selection, QueryLimits.DEFAULT), MAX_NODES);
    }
}
