package dev.flamestream.benchmarks.small;

import dev.flamestream.benchmarks.workload.HeadLog;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.section.Section.FrameDetail;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading the log of a window, after a restore and for a query. {@link IngestBenchmark#ingest} made as many profiles. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HeadReadBenchmark {
    /** Name of a workload. */
    @Param({"CPU_LONG_TAIL", "CPU_TYPICAL", "HEAP"})
    public String workload = "CPU_TYPICAL";

    private List<byte[]> elements = List.of();

    /** Makes the log. */
    @Setup
    public void make() throws IOException {
        try (HeadLog log = new HeadLog(1, ProfileStream.START_MILLIS)) {
            for (MadeProfile profile : IngestBenchmark.window(workload)) {
                log.append(profile);
            }
            elements = List.copyOf(log.elements());
        }
    }

    /** What a slot does after a restore before it takes the next profile. */
    @Benchmark
    public long replay() throws CorruptHeadException {
        return HeadIndex.replay(elements).logBytes();
    }

    /** What a query does with a fetched head: check it whole and build the tree of one profile type. */
    @Benchmark
    public long decode() throws IOException {
        return HeadSnapshot.read(elements)
                .sections()
                .get(0)
                .readTree(FrameDetail.NAME)
                .count();
    }
}
