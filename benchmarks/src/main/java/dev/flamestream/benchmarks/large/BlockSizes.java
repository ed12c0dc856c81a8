package dev.flamestream.benchmarks.large;

import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.report.Result.Target;
import dev.flamestream.benchmarks.workload.HeadLog;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.SavedProfiles;
import dev.flamestream.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Row 4: bytes of a profile in the head log of a window of ten minutes and in the block that is cut from it; row 5: in the block of an
 * hour, which it leaves for the rows that read one.
 */
public final class BlockSizes implements Measurement {
    /** The measurements of these rows read the blocks that this one leaves. */
    public static final Set<Integer> READ_BY_ROWS = Set.of(1, 6, 7, 9);

    /** The last row of the table in the block format's design: bytes a profile of one sample type. */
    private static final Map<Workload, Double> DESIGN_BYTES =
            Map.of(Workload.CPU_LONG_TAIL, 392.0, Workload.CPU_TYPICAL, 262.0);

    private static final List<Workload> WORKLOADS =
            List.of(Workload.CPU_LONG_TAIL, Workload.CPU_TYPICAL, Workload.HEAP, Workload.LABELS);

    /** Ten minutes of 20 pods. */
    private static final int WINDOW_PROFILES = 800;

    @Override
    public String title() {
        return "bytes in the head log and in the block";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(4, 5);
    }

    @Override
    public List<Result> run(Scale scale) throws IOException {
        List<Result> results = new ArrayList<>();
        for (Workload workload : WORKLOADS) {
            ProfileStream stream = ProfileStream.of(workload);
            List<MadeProfile> window = stream.take(scale.quick() ? 40 : WINDOW_PROFILES);
            SavedProfiles.write(HourBlock.windowPath(scale.folder().toString(), workload), window);
            results.add(logAgainstBlock(workload, window));
            try (HeadLog hour = new HeadLog(1, ProfileStream.START_MILLIS)) {
                window.forEach(hour::appendInFull);
                if (!scale.quick()) {
                    stream.forEachRemaining(hour::appendInFull);
                }
                byte[] block = HourBlock.write(hour);
                Files.write(HourBlock.path(scale.folder().toString(), workload), block);
                results.addAll(blockBytes(workload, hour, HourBlock.of(workload.label(), block)));
            }
        }
        return results;
    }

    private static Result logAgainstBlock(Workload workload, List<MadeProfile> window) throws IOException {
        try (HeadLog log = new HeadLog(2, ProfileStream.START_MILLIS)) {
            window.forEach(log::append);
            double logBytes = (double) log.logBytes() / window.size();
            double blockBytes = (double) HourBlock.write(log).length / window.size();
            return Result.reported(
                            4,
                            "head log bytes / block bytes",
                            workload.label(),
                            logBytes / blockBytes,
                            "x",
                            String.format(
                                    Locale.ROOT, "%.0f B / %.0f B a profile of ten minutes", logBytes, blockBytes))
                    .against(Target.atMost(1.5));
        }
    }

    private static List<Result> blockBytes(Workload workload, HeadLog log, HourBlock block) throws IOException {
        double profiles = log.profileCount();
        double blockBytes = block.file().sizeBytes() / profiles;
        double pprofBytes = log.inputBytes() / profiles;
        int types = (int) block.footer().sections().stream()
                .map(section -> section.summary().profileType())
                .distinct()
                .count();
        double bytesAType = blockBytes / types;
        double rowBytes = StackHashRows.sizeBytes(log.elements()) / profiles;
        String shape = String.format(
                Locale.ROOT,
                "%.0f B of pprof.gz, %.0f B in %d types, %,d stacks",
                pprofBytes,
                blockBytes,
                types,
                block.firstSection().stackCount());
        OptionalDouble design = DESIGN_BYTES.containsKey(workload)
                ? OptionalDouble.of(DESIGN_BYTES.get(workload))
                : OptionalDouble.empty();
        List<Result> results = new ArrayList<>();
        results.add(
                design.isPresent()
                        ? Result.reported(5, "block bytes a profile", workload.label(), bytesAType, "B", shape)
                                .against(Target.atMost(1.1 * design.getAsDouble()))
                        : Result.reported(
                                5, "block bytes a profile and type", workload.label(), bytesAType, "B", shape));
        results.add(Result.reported(
                5,
                "pprof.gz / block",
                workload.label(),
                pprofBytes / blockBytes,
                "x",
                "how much smaller than its input"));
        results.add(Result.reported(
                5,
                "rows with stack hashes / block",
                workload.label(),
                rowBytes / blockBytes,
                "x",
                String.format(Locale.ROOT, "%.0f B a profile as such rows", rowBytes)));
        return results;
    }
}
