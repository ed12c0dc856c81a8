package dev.flamestream.standalone.up;

import dev.flamestream.job.FlamestreamJob;
import dev.flamestream.job.JobConfig;
import dev.flamestream.job.JobTopology;
import dev.flamestream.standalone.flink.EmbeddedFlink;
import dev.flamestream.standalone.flink.RunningJob;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobID;

/** The job as one process runs it. */
final class JobPart {
    /** The same in every run, since the checkpoints of one run are what the next goes on from: "flamestream" as bytes. */
    static final JobID ID = new JobID(0x666c616d65737472L, 0x65616d0000000000L);

    /** A quarter of the job's own default: two slots share a heap of 1 GiB with a broker and a query service. */
    private static final long MAX_INDEX_BYTES = 64L << 20;

    /** Restoring a full day's heads takes seconds; a start is promised within 60. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private JobPart() {}

    /** Submits the job and waits until all of it runs. */
    static RunningJob start(EmbeddedFlink flink, String bootstrapServers, UpOptions options) throws IOException {
        JobConfig config = JobConfig.of(Map.of(
                "kafka",
                bootstrapServers,
                "blocks",
                options.blocksRoot().toString(),
                "window",
                options.window().toMillis() + "ms",
                "checkpoint-interval",
                options.checkpointInterval().toMillis() + "ms",
                "limits",
                options.limitsFile().toUri().toString(),
                "max-index-bytes",
                Long.toString(MAX_INDEX_BYTES)));
        RunningJob job =
                flink.run(ID, FlamestreamJob.settings(config), environment -> JobTopology.build(environment, config));
        job.awaitRunning(START_PATIENCE);
        return job;
    }
}
