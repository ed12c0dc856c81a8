package dev.flamestream.benchmarks.small;

import dev.flamestream.benchmarks.large.Measurement;
import dev.flamestream.benchmarks.large.Scale;
import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.report.Result.Target;
import dev.flamestream.benchmarks.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Rows 1, 6 and 9: what JMH measures, the best time of each benchmark over all its runs. */
public final class SmallBenchmarks implements Measurement {
    private static final List<Workload> WORKLOADS =
            List.of(Workload.CPU_LONG_TAIL, Workload.CPU_TYPICAL, Workload.HEAP);

    @Override
    public String title() {
        return "single steps, by JMH";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(1, 6, 9);
    }

    @Override
    public List<Result> run(Scale scale) throws RunnerException, IOException {
        Map<String, Double> best = new HashMap<>();
        for (RunResult run : new Runner(options(scale)).run()) {
            BenchmarkParams params = run.getParams();
            String method =
                    params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
            best.put(method + " " + params.getParam("workload"), bestMicros(run));
        }
        List<Result> results = new ArrayList<>();
        for (Workload workload : WORKLOADS) {
            results.addAll(
                    results(workload, IngestBenchmark.window(workload.name()).size(), best));
        }
        return results;
    }

    private static Options options(Scale scale) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("dev\\.flamestream\\.benchmarks\\.small\\..*")
                .forks(scale.quick() ? 0 : scale.forks())
                .warmupIterations(scale.quick() ? 0 : 5)
                .measurementIterations(scale.shots())
                .warmupTime(TimeValue.milliseconds(500))
                .measurementTime(TimeValue.milliseconds(scale.quick() ? 10 : 500))
                .jvmArgsAppend(
                        "-Xms1g",
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-D" + MergeBenchmark.FOLDER_PROPERTY + "=" + scale.folder(),
                        "-Dlogback.configurationFile=logback-bench.xml",
                        "-Dflamestream.root=" + System.getProperty("flamestream.root", ""))
                .verbosity(VerboseMode.SILENT);
        // Without forks the benchmarks see this process' own properties.
        System.setProperty(MergeBenchmark.FOLDER_PROPERTY, scale.folder().toString());
        return options.build();
    }

    /** The shortest of all: noise only ever adds. */
    private static double bestMicros(RunResult run) {
        double best = Double.MAX_VALUE;
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                best = Math.min(
                        best, iteration.getPrimaryResult().getStatistics().getMin());
            }
        }
        return best;
    }

    private static List<Result> results(Workload workload, int batch, Map<String, Double> best) {
        String label = workload.label();
        double ingest = time(best, "ingest", workload);
        double inflater = time(best, "inflater", workload);
        double replay = time(best, "replay", workload);
        double decode = time(best, "decode", workload);
        double columns = time(best, "columns", workload);
        double flameGraph = time(best, "flameGraph", workload);
        return List.of(
                Result.reported(
                                1,
                                "pprof.gz to log entry / Inflater alone",
                                label,
                                ingest / inflater,
                                "x",
                                String.format(
                                        Locale.ROOT,
                                        "%.0f us / %.0f us a profile, %,.0f profiles/s",
                                        ingest / batch,
                                        inflater / batch,
                                        batch * 1e6 / ingest))
                        .against(Target.atMost(workload == Workload.HEAP ? 2.5 : 1.8)),
                Result.reported(
                                6,
                                "whole hour to flame graph / its columns alone",
                                label,
                                flameGraph / columns,
                                "x",
                                String.format(Locale.ROOT, "%.0f us / %.0f us", flameGraph, columns))
                        .against(Target.atMost(1.5)),
                Result.reported(
                                9,
                                "ingest / replay after a restore",
                                label,
                                ingest / replay,
                                "x",
                                String.format(Locale.ROOT, "%.1f ms / %.1f ms a window", ingest / 1e3, replay / 1e3))
                        .against(Target.atLeast(5)),
                Result.reported(
                                9,
                                "ingest / decoding a fetched head",
                                label,
                                ingest / decode,
                                "x",
                                String.format(Locale.ROOT, "%.1f ms / %.1f ms a window", ingest / 1e3, decode / 1e3))
                        .against(Target.atLeast(5)));
    }

    private static double time(Map<String, Double> best, String method, Workload workload) {
        Double time = best.get(method + " " + workload.name());
        if (time == null) {
            throw new IllegalStateException(
                    "benchmark " + method + " did not run on " + workload + ": " + best.keySet());
        }
        return time;
    }
}
