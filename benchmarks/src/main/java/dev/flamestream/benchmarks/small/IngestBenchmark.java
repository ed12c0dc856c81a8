package dev.flamestream.benchmarks.small;

import dev.flamestream.benchmarks.large.HourBlock;
import dev.flamestream.benchmarks.workload.HeadLog;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.SavedProfiles;
import dev.flamestream.benchmarks.workload.Workload;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A window's worth of profiles from pprof.gz to the head log, against inflating them and doing nothing else. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IngestBenchmark {
    private static final int GZIP_HEADER_BYTES = 10;

    /** Name of a workload. */
    @Param({"CPU_LONG_TAIL", "CPU_TYPICAL", "HEAP"})
    public String workload = "CPU_TYPICAL";

    private List<MadeProfile> profiles = List.of();
    private final Inflater inflater = new Inflater(true);
    private byte[] inflated = new byte[0];

    /** Makes the profiles. */
    @Setup
    public void make() throws IOException {
        profiles = window(workload);
        inflated = new byte[16 << 20];
    }

    /** The profiles of a window, from the folder that the measurement of block sizes has left. */
    static List<MadeProfile> window(String workload) throws IOException {
        return SavedProfiles.read(HourBlock.windowPath(
                System.getProperty(MergeBenchmark.FOLDER_PROPERTY, "."), Workload.valueOf(workload)));
    }

    /** The baseline: zlib alone, one call a profile into a buffer that is large enough. */
    @Benchmark
    public long inflater() throws DataFormatException {
        long bytes = 0;
        for (MadeProfile profile : profiles) {
            byte[] pprof = profile.pprof();
            inflater.reset();
            inflater.setInput(pprof, GZIP_HEADER_BYTES, pprof.length - GZIP_HEADER_BYTES);
            bytes += inflater.inflate(inflated, 0, inflated.length);
        }
        return bytes;
    }

    /** The whole way: inflate, check, decode, validate, intern, encode, into a head that begins empty. */
    @Benchmark
    public long ingest() {
        try (HeadLog log = new HeadLog(1, ProfileStream.START_MILLIS)) {
            long bytes = 0;
            for (MadeProfile profile : profiles) {
                bytes += log.encode(profile).length;
            }
            return bytes;
        }
    }
}
