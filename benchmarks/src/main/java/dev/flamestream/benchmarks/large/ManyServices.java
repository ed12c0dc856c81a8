package dev.flamestream.benchmarks.large;

import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.report.Result.Target;
import dev.flamestream.benchmarks.workload.HeadLog;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.footer.ChunkPages;
import dev.flamestream.engine.block.footer.RowGroupPages;
import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.TreeMerger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Row 10: many small services in one block. */
public final class ManyServices implements Measurement {
    private static final Workload WORKLOAD = Workload.MANY_SERVICES;

    @Override
    public String title() {
        return "many services in one block";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(10);
    }

    @Override
    public List<Result> run(Scale scale) throws Exception {
        CountedFile file = new CountedFile("many-services", block(scale.quick() ? 2_000 : WORKLOAD.profileCount()));
        BlockFooter footer = BlockFooter.read(file);
        double tailRatio = (double) footer.tailBytes() / file.sizeBytes();
        StoredSection wanted = footer.sections().get(footer.sections().size() / 2);
        Section section = new BlockReader(file, footer).section(wanted);
        Selection selection = Selection.of(
                HeadLog.TENANT,
                wanted.summary().profileType(),
                List.of(),
                new TimeRange(ProfileStream.START_MILLIS, ProfileStream.START_MILLIS + 3_600_000));
        BestOf times = new BestOf(scale.rounds());
        BestOf.Work query =
                () -> TreeMerger.mergeByName(SectionSet.complete(List.of(section)), selection, QueryLimits.DEFAULT);
        int number = times.add(query);
        times.run();
        file.forgetReads();
        query.run();
        double share = share(wanted, file, footer);
        double beyondRatio = Math.max(0, file.readBytes() - share) / file.sizeBytes();
        String label = WORKLOAD.label();
        return List.of(
                Result.reported(
                        10,
                        "block bytes a profile and type",
                        label,
                        (double) file.sizeBytes() / rows(footer),
                        "B",
                        String.format(
                                Locale.ROOT,
                                "%,d B, %d sections, %d row groups",
                                file.sizeBytes(),
                                footer.sections().size(),
                                footer.rowGroups().size())),
                Result.reported(
                                10,
                                "footer / file",
                                label,
                                tailRatio,
                                "x",
                                String.format(Locale.ROOT, "%,d B", footer.tailBytes()))
                        .against(Target.atMost(0.02)),
                Result.reported(
                                10,
                                "one service's query reads beyond its own data / file",
                                label,
                                beyondRatio,
                                "x",
                                String.format(
                                        Locale.ROOT,
                                        "%,d B in %d requests, of which %,.0f B are its own; %.2f ms",
                                        file.readBytes(),
                                        file.reads(),
                                        share,
                                        times.millis(number)))
                        .against(Target.atMost(0.01)));
    }

    private static byte[] block(int profileCount) throws IOException {
        Map<String, HeadLog> heads = new LinkedHashMap<>();
        try {
            ProfileStream stream = ProfileStream.of(WORKLOAD);
            for (int i = 0; i < profileCount; i++) {
                MadeProfile profile = stream.next();
                heads.computeIfAbsent(
                                profile.labels().value("service_name"),
                                name -> new HeadLog(heads.size(), ProfileStream.START_MILLIS))
                        .append(profile);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BlockWriter writer = new BlockWriter(HeadLog.TENANT, bytes);
            for (HeadLog head : heads.values()) {
                for (Section section : HeadSnapshot.read(head.elements()).sections()) {
                    writer.add(section);
                }
            }
            writer.finish();
            return bytes.toByteArray();
        } finally {
            heads.values().forEach(HeadLog::close);
        }
    }

    private static long rows(BlockFooter footer) {
        return footer.sections().stream()
                .mapToLong(section -> section.summary().profileCount())
                .sum();
    }

    /** The section's share of the node columns that a flame graph takes: what it would read were it alone in its pages. */
    private static double share(StoredSection section, CountedFile file, BlockFooter footer) {
        for (RowGroupPages rowGroup : footer.rowGroups()) {
            if (section.firstNodeRow() >= rowGroup.firstRow() && section.firstNodeRow() < rowGroup.endRow()) {
                long bytes = 0;
                for (BlockColumn column : List.of(BlockColumn.DEPTH, BlockColumn.SELF, BlockColumn.FUNCTION)) {
                    ChunkPages chunk = rowGroup.column(column);
                    bytes += chunk.sizeBytes();
                }
                return (double) bytes * section.summary().nodeCount() / rowGroup.rowCount();
            }
        }
        throw new IllegalStateException("section of no row group of " + file.objectKey());
    }
}
