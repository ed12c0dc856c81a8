package dev.flamestream.benchmarks.shared;

import dev.flamestream.benchmarks.workload.MadeProfile;
import java.util.List;

/**
 * What one tenant sends that others should not feel.
 *
 * @param label as it stands in the table
 * @param files that are sent in turns
 * @param perSecond how many
 */
record Flood(String label, List<byte[]> files, double perSecond) {
    /** Ten times 4 MiB/s, what a tenant may send who has no other limit. */
    private static final double BYTES_PER_SECOND = 40 << 20;

    static Flood none() {
        return new Flood("none", List.of(), 0);
    }

    /** Ordinary profiles, ten times as many as a tenant may. */
    static Flood many(List<MadeProfile> made) {
        List<byte[]> files = made.stream().map(MadeProfile::pprof).toList();
        double mean = files.stream().mapToInt(file -> file.length).average().orElse(1);
        return new Flood("40 MiB/s of one tenant", files, BYTES_PER_SECOND / mean);
    }

    /** The largest that are legal, one in two seconds. */
    static Flood large() {
        return new Flood("500,000 samples each 2 s", List.of(LargeProfile.gzip()), 0.5);
    }
}
