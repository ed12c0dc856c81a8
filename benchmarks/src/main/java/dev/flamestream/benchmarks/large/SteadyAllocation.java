package dev.flamestream.benchmarks.large;

import com.sun.management.ThreadMXBean;
import dev.flamestream.benchmarks.report.Result;
import dev.flamestream.benchmarks.report.Result.Target;
import dev.flamestream.benchmarks.workload.HeadLog;
import dev.flamestream.benchmarks.workload.MadeProfile;
import dev.flamestream.benchmarks.workload.ProfileStream;
import dev.flamestream.benchmarks.workload.Workload;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Row 2: what the way into the log allocates for a profile whose stacks are known, beside the entry itself. */
public final class SteadyAllocation implements Measurement {
    private static final List<Workload> WORKLOADS =
            List.of(Workload.CPU_LONG_TAIL, Workload.CPU_TYPICAL, Workload.HEAP, Workload.LABELS);
    private static final int PROFILES = 400;
    private static final double TARGET_BYTES = 4_096;

    @Override
    public String title() {
        return "allocation on the way into the log";
    }

    @Override
    public Set<Integer> rows() {
        return Set.of(2);
    }

    @Override
    public List<Result> run(Scale scale) {
        List<Result> results = new ArrayList<>();
        for (Workload workload : WORKLOADS) {
            List<MadeProfile> profiles = ProfileStream.of(workload).take(scale.quick() ? 40 : PROFILES);
            try (HeadLog log = new HeadLog(1, ProfileStream.START_MILLIS)) {
                // Twice: the first pass makes the stacks known, the second grows what still grows.
                pass(log, profiles);
                pass(log, profiles);
                results.add(result(workload, log, profiles));
            }
        }
        return results;
    }

    private static Result result(Workload workload, HeadLog log, List<MadeProfile> profiles) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long entryBytes = pass(log, profiles);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        double beside = (double) (allocated - entryBytes) / profiles.size();
        String detail = String.format(Locale.ROOT, "entries of %,d B", entryBytes / profiles.size());
        return workload == Workload.LABELS
                ? Result.reported(2, "allocated a profile beside the entry", workload.label(), beside, "B", detail)
                : Result.reported(2, "allocated a profile beside the entry", workload.label(), beside, "B", detail)
                        .against(Target.atMost(TARGET_BYTES));
    }

    private static long pass(HeadLog log, List<MadeProfile> profiles) {
        long entryBytes = 0;
        for (MadeProfile profile : profiles) {
            entryBytes += log.encode(profile).length;
        }
        return entryBytes;
    }
}
