package dev.flamestream.benchmarks.whole;

import dev.flamestream.benchmarks.workload.MadeProfile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The baseline: the CPU time in which zlib alone inflates a profile, the best of many passes. */
final class InflaterTime {
    private static final int GZIP_HEADER_BYTES = 10;
    private static final int MAX_INFLATED_BYTES = 16 << 20;

    private InflaterTime() {}

    static double bestMicros(List<MadeProfile> profiles, int passes) throws DataFormatException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        byte[] inflated = new byte[MAX_INFLATED_BYTES];
        Inflater inflater = new Inflater(true);
        long best = Long.MAX_VALUE;
        try {
            for (int pass = 0; pass < passes; pass++) {
                long begin = threads.getCurrentThreadCpuTime();
                for (MadeProfile profile : profiles) {
                    byte[] pprof = profile.pprof();
                    inflater.reset();
                    inflater.setInput(pprof, GZIP_HEADER_BYTES, pprof.length - GZIP_HEADER_BYTES);
                    inflater.inflate(inflated);
                }
                best = Math.min(best, threads.getCurrentThreadCpuTime() - begin);
            }
        } finally {
            inflater.end();
        }
        return best / 1e3 / profiles.size();
    }
}
