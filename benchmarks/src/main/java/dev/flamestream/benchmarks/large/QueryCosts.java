package dev.flamestream.benchmarks.large;

import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.report.Result.Target;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.SeriesCatalog;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.Timelines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Row 7: what questions about a part of an hour cost, against the flame graph of all of it. */
public final class QueryCosts implements Measurement {
    private static final List<Workload> WORKLOADS =
            List.of(Workload.CPU_LONG_TAIL, Workload.CPU_TYPICAL, Workload.HEAP, Workload.LABELS);

    /** The design's figures for long-tailed profiles: 8 ms for the whole hour, 13 for a part, 4 for a timeline; twice that. */
    private static final double PART_RATIO = 2 * 13.0 / 8;

    private static final double TIMELINE_RATIO = 2 * 4.0 / 8;

    @Override
    public String title() {
        return "questions about a part of an hour";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(7);
    }

    @Override
    public List<Result> run(Scale scale) throws Exception {
        List<Result> results = new ArrayList<>();
        for (Workload workload : WORKLOADS) {
            results.addAll(measure(HourBlock.open(scale.folder().toString(), workload), workload, scale));
        }
        return results;
    }

    private static List<Result> measure(HourBlock block, Workload workload, Scale scale) throws Exception {
        BestOf times = new BestOf(scale.rounds());
        BestOf.Work whole = block::wholeHour;
        BestOf.Work pod = () -> block.flameGraph(block.onePod());
        BestOf.Work minutes = () -> block.flameGraph(block.sevenMinutes());
        BestOf.Work timeline = () -> timeline(block);
        BestOf.Work values = () -> labelValues(block);
        int[] numbers = {times.add(whole), times.add(pod), times.add(minutes), times.add(timeline), times.add(values)};
        times.run();
        double hour = times.millis(numbers[0]);
        String label = workload.label();
        List<Result> results = new ArrayList<>();
        results.add(Result.reported(7, "whole hour's flame graph", label, hour, "ms", read(block, whole)));
        results.add(ratio("one pod / whole hour", label, times.millis(numbers[1]), hour, PART_RATIO, read(block, pod)));
        results.add(ratio(
                "seven minutes / whole hour", label, times.millis(numbers[2]), hour, PART_RATIO, read(block, minutes)));
        results.add(ratio(
                "timeline / whole hour", label, times.millis(numbers[3]), hour, TIMELINE_RATIO, read(block, timeline)));
        results.add(Result.reported(7, "label values", label, times.millis(numbers[4]), "ms", read(block, values)));
        return results;
    }

    private static Result ratio(
            String what, String workload, double millis, double hourMillis, double bound, String detail) {
        return Result.reported(
                        7,
                        what,
                        workload,
                        millis / hourMillis,
                        "x",
                        String.format(Locale.ROOT, "%.2f ms, %s", millis, detail))
                .against(Target.atMost(bound));
    }

    private static void timeline(HourBlock block) throws IOException, QueryLimitException {
        SeriesRequest request = new SeriesRequest(
                ProfileStream.START_MILLIS,
                ProfileStream.START_MILLIS + 3_600_000,
                15_000,
                List.of(),
                SeriesRequest.Aggregation.SUM,
                0);
        SectionSet set = SectionSet.complete(List.of(block.sections().get(0)));
        Timelines timelines = Timelines.of(set, block.everything(), request, QueryLimits.DEFAULT);
        if (timelines.series().isEmpty()) {
            throw new IllegalStateException("the hour has no timeline");
        }
    }

    private static void labelValues(HourBlock block) throws IOException, QueryLimitException {
        Selection all = block.everything();
        Selection ofNoType = new Selection(all.tenant(), Optional.empty(), all.matchers(), all.range(), all.callSite());
        SeriesCatalog catalog = new SeriesCatalog(SectionSet.complete(block.sections()), ofNoType, QueryLimits.DEFAULT);
        if (catalog.labelValues("pod").size() != Workload.CPU_TYPICAL.podCount()) {
            throw new IllegalStateException("pods are missing: " + catalog.labelValues("pod"));
        }
    }

    private static String read(HourBlock block, BestOf.Work work) throws Exception {
        block.counted().forgetReads();
        work.run();
        return String.format(
                Locale.ROOT,
                "%,d of %,d B read in %d requests",
                block.counted().readBytes(),
                block.file().sizeBytes(),
                block.counted().reads());
    }
}
