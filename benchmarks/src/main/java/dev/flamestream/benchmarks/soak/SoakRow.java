package dev.flamestream.benchmarks.soak;

import dev.flamestream.benchmarks.shared.Latencies;
import java.util.Locale;

/**
 * How the system was at one time.
 *
 * @param seconds since the begin
 * @param sent profiles until then
 * @param behind records of the topic that were not in a completed checkpoint
 * @param residentMib memory of the process
 * @param stateMib RocksDB's files
 * @param checkpointMib what a restart would read
 * @param blockMib all blocks
 * @param queries flame graphs since the row before
 */
record SoakRow(
        long seconds,
        long sent,
        long behind,
        long residentMib,
        long stateMib,
        long checkpointMib,
        long blockMib,
        Latencies queries) {
    static final String HEADER = """
            | minute | sent | behind | memory, MiB | RocksDB, MiB | checkpoints, MiB | blocks, MiB | flame graph p50 / p99, ms |
            |---|---|---|---|---|---|---|---|""";

    String toMarkdown() {
        return String.format(
                Locale.ROOT,
                "| %.1f | %,d | %,d | %,d | %,d | %,d | %,d | %,.0f / %,.0f |",
                seconds / 60.0,
                sent,
                behind,
                residentMib,
                stateMib,
                checkpointMib,
                blockMib,
                queries.percentileMillis(50),
                queries.percentileMillis(99));
    }
}
