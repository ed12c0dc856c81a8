package dev.flamestream.benchmarks.workload;

import dev.flamestream.schemas.record.Labels;

/** One generated profile, as an agent would publish it: gzip at the level that Go's profiler uses. */
public final class MadeProfile {
    private final Labels labels;
    private final long timeMillis;
    private final byte[] pprof;

    MadeProfile(Labels labels, long timeMillis, byte[] pprof) {
        this.labels = labels;
        this.timeMillis = timeMillis;
        this.pprof = pprof;
    }

    /** The series. */
    public Labels labels() {
        return labels;
    }

    /** When it was taken, unix milliseconds. */
    public long timeMillis() {
        return timeMillis;
    }

    /** The file; not a copy. */
    public byte[] pprof() {
        return pprof;
    }
}
