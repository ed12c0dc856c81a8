package dev.flamestream.benchmarks.small;

import dev.flamestream.benchmarks.large.HourBlock;
import dev.flamestream.benchmarks.workload.Workload;
import dev.flamestream.engine.block.read.ColumnsAlone;
import dev.flamestream.engine.flame.FlameGraph;
import dev.flamestream.engine.select.QueryLimitException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole hour's section to a flame graph, against reading the columns that it takes and doing nothing else. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MergeBenchmark {
    /** Folder of blocks that {@link HourBlock} wrote. */
    public static final String FOLDER_PROPERTY = "flamestream.bench.blocks";

    /** Name of a workload. */
    @Param({"CPU_LONG_TAIL", "CPU_TYPICAL", "HEAP"})
    public String workload = "CPU_TYPICAL";

    private @Nullable HourBlock opened;

    /** Opens the block. */
    @Setup
    public void open() throws IOException {
        opened = HourBlock.open(System.getProperty(FOLDER_PROPERTY, "."), Workload.valueOf(workload));
    }

    /** The baseline: depth, function ids and self, fetched, checked by checksum, inflated and decoded into arrays. */
    @Benchmark
    public long columns() throws IOException {
        HourBlock block = block();
        return ColumnsAlone.read(block.file(), block.footer(), block.firstSection());
    }

    /** The whole way to a flame graph of usual size. */
    @Benchmark
    public FlameGraph flameGraph() throws IOException, QueryLimitException {
        return block().wholeHour();
    }

    private HourBlock block() {
        return Objects.requireNonNull(opened, "open() opens it");
    }
}
