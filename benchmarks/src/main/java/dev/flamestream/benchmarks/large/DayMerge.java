package dev.flamestream.benchmarks.large;

import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.report.Result.Target;
import dev.flamestream.benchmarks.workload.HeadLog;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.engine.flame.FlameGraph;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.merge.MergeThreads;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.select.merge.TreeMerger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Row 8: the flame graph of a day from its 144 windows, none of which is compacted, on one core and on two.
 *
 * <p>Only a quarter of each window's profiles are made: they meet all stacks of the service, and where a window is taken whole the
 * rows of its profiles are not read.
 */
public final class DayMerge implements Measurement {
    private static final Workload WORKLOAD = Workload.DAY;
    private static final int WINDOWS = 144;

    @Override
    public String title() {
        return "a day of windows";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(8);
    }

    @Override
    public List<Result> run(Scale scale) throws Exception {
        int windows = scale.quick() ? 4 : WINDOWS;
        List<Section> sections = new ArrayList<>();
        HourBlock any = null;
        ProfileStream stream = ProfileStream.of(WORKLOAD);
        for (int window = 0; window < windows; window++) {
            int profiles = WORKLOAD.profileCount() / WINDOWS;
            int made = scale.quick() ? 40 : profiles / 4;
            any = block(window, stream, made);
            stream.skip(profiles - made);
            sections.add(any.sections().get(0));
        }
        if (any == null) {
            throw new IllegalStateException("a day of no windows");
        }
        return measure(SectionSet.complete(sections), any.everything(), scale);
    }

    private static HourBlock block(int window, ProfileStream stream, int profileCount) throws Exception {
        try (HeadLog log = new HeadLog(window, ProfileStream.START_MILLIS + window * 600_000L)) {
            stream.take(profileCount).forEach(log::append);
            return HourBlock.of("window-" + window, HourBlock.write(log));
        }
    }

    private static List<Result> measure(SectionSet day, Selection selection, Scale scale) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            MergedTree alone = TreeMerger.mergeByName(day, selection, QueryLimits.DEFAULT);
            BestOf times = new BestOf(scale.rounds());
            int one = times.add(() ->
                    FlameGraph.of(TreeMerger.mergeByName(day, selection, QueryLimits.DEFAULT), HourBlock.MAX_NODES));
            int two = times.add(() -> FlameGraph.of(
                    TreeMerger.mergeByName(day, selection, QueryLimits.DEFAULT, new MergeThreads(threads, 2)),
                    HourBlock.MAX_NODES));
            times.run();
            long heldBytes = alone.tree().sizeBytes() + alone.frames().sizeBytes();
            String label = WORKLOAD.label();
            return List.of(
                    Result.reported(
                                    8,
                                    "a day on one core / on two",
                                    label,
                                    times.millis(one) / times.millis(two),
                                    "x",
                                    String.format(
                                            Locale.ROOT,
                                            "%.1f ms / %.1f ms, %d sections, %,d nodes",
                                            times.millis(one),
                                            times.millis(two),
                                            day.sections().size(),
                                            alone.tree().count()))
                            .against(Target.atLeast(1.7)),
                    Result.reported(
                            8,
                            "memory of the merged tree",
                            label,
                            heldBytes / 1024.0,
                            "KiB",
                            String.format(
                                    Locale.ROOT, "a query's bound is %,d MiB", QueryLimits.DEFAULT.maxBytes() >> 20)));
        } finally {
            threads.shutdown();
        }
    }
}
