package dev.flamestream.benchmarks;

import dev.flamestream.benchmarks.large.BlockSizes;
import dev.flamestream.benchmarks.large.DayMerge;
import dev.flamestream.benchmarks.large.ManyServices;
import dev.flamestream.benchmarks.large.Measurement;
import dev.flamestream.benchmarks.large.QueryCosts;
import dev.flamestream.benchmarks.large.Scale;
import dev.flamestream.benchmarks.large.SteadyAllocation;
import dev.flamestream.benchmarks.report.Report;
import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.shared.Fairness;
import dev.flamestream.benchmarks.shared.SlotShares;
import dev.flamestream.benchmarks.small.SmallBenchmarks;
import dev.flamestream.benchmarks.soak.SoakCommand;
import dev.flamestream.benchmarks.whole.WholeSystem;
import dev.flamestream.benchmarks.workload.Templates;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flamestream bench}: measures everything that has a target, and prints a table. */
@Command(
        name = "flamestream bench",
        description = "Measures what Flamestream costs, against baselines in the same run.",
        subcommands = SoakCommand.class,
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final int ROWS = 12;

    /** Set by picocli. */
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where the results go as JSON (default: ${DEFAULT-VALUE}).")
    private Path json = Path.of("bench.json");

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "N",
            description = "Only what is needed for these rows of the table, such as 1,2,9 (default: all).")
    private Set<Integer> rows = Set.of();

    @Option(names = "--quick", description = "Cut all short: the figures are worth nothing, but everything runs once.")
    private boolean quick;

    /** What could not be measured, and why. */
    private final List<String> failed = new ArrayList<>();

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line; what fails is one line. */
    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand()).setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            commandLine.getErr().println("flamestream: bench failed: " + failure);
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    @Override
    public Integer call() throws Exception {
        for (int row : rows) {
            if (row < 1 || row > ROWS) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--rows: expected 1 to " + ROWS + ", found " + row);
            }
        }
        checkWritable();
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("flamestream-bench");
        try {
            Report report = measure(quick ? Scale.quick(folder) : Scale.full(folder), out);
            out.println();
            out.print(report.toTable());
            report.writeJson(json);
            out.println("written to " + json);
            failed.forEach(out::println);
            out.flush();
            return failed.isEmpty() ? 0 : 1;
        } finally {
            delete(folder);
        }
    }

    /** Said before the measuring, which takes a quarter of an hour, and not behind it. */
    private void checkWritable() {
        Path parent = json.toAbsolutePath().getParent();
        if (parent == null || !Files.isWritable(parent) || Files.isDirectory(json)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--json: expected a file in a folder that can be written to, found " + json);
        }
    }

    /** Block sizes come first, since later rows read the blocks that they leave. */
    private Report measure(Scale scale, PrintWriter out) throws Exception {
        List<Measurement> measurements = Stream.of(
                        new BlockSizes(),
                        new SteadyAllocation(),
                        new SmallBenchmarks(),
                        new QueryCosts(),
                        new DayMerge(),
                        new ManyServices(),
                        new WholeSystem(),
                        new SlotShares(),
                        new Fairness())
                .filter(this::isWanted)
                .toList();
        long begin = System.nanoTime();
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < measurements.size(); i++) {
            out.printf(
                    Locale.ROOT,
                    "%4d s  [%d/%d] %s%n",
                    (System.nanoTime() - begin) / 1_000_000_000,
                    i + 1,
                    measurements.size(),
                    measurements.get(i).title());
            out.flush();
            try {
                results.addAll(measurements.get(i).run(scale));
            } catch (InterruptedException interruption) {
                throw interruption;
            } catch (Exception failure) {
                // What the others took a quarter of an hour for is worth having.
                failed.add(measurements.get(i).title() + " failed: " + failure);
            }
        }
        return new Report(Templates.find().source(), results);
    }

    /** The hour's blocks are also made where a later measurement reads them. */
    private boolean isWanted(Measurement measurement) {
        return rows.isEmpty()
                || measurement.rows().stream().anyMatch(rows::contains)
                || (measurement instanceof BlockSizes && rows.stream().anyMatch(BlockSizes.READ_BY_ROWS::contains));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
