package dev.flamestream.cluster.command;

import dev.flamestream.cluster.flink.FlinkRest;
import dev.flamestream.cluster.part.Cluster;
import dev.flamestream.cluster.part.Part;
import dev.flamestream.cluster.process.RunningProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cluster status}: which parts run, and what the job does. Status 1 unless all of it runs. */
@Command(
        name = "status",
        description = "Show each part and the job. Exit status 1 unless all of it runs.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-15s %8s  %-11s %6s %9s  %s";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() throws IOException {
        Cluster cluster = new Cluster(options.found());
        say(String.format(ROW, "part", "process", "state", "port", "memory", "since"));
        boolean whole = true;
        long bytes = 0;
        for (Part part : cluster.parts()) {
            Optional<RunningProcess> process = cluster.running(part);
            String state = state(cluster, part, process);
            whole &= state.equals("ready");
            bytes += process.map(RunningProcess::residentBytes).orElse(0L);
            say(String.format(
                    ROW,
                    part.name(),
                    process.map(found -> Long.toString(found.pid())).orElse("-"),
                    state,
                    part.port(),
                    process.map(found -> mebibytes(found.residentBytes())).orElse("-"),
                    process.map(found -> TIME.format(found.since())).orElse("-")));
        }
        say(String.format(ROW, "all", "", "", "", mebibytes(bytes), "").stripTrailing());
        whole &= tellJob(cluster.flink());
        return whole ? 0 : ClusterCommand.FAILED;
    }

    private static String state(Cluster cluster, Part part, Optional<RunningProcess> process) {
        if (process.isEmpty()) {
            return cluster.wasStarted(part) ? "dead" : "not started";
        }
        try {
            return part.readiness().isReady() ? "ready" : "not ready";
        } catch (IOException failure) {
            return "not ready";
        }
    }

    private boolean tellJob(FlinkRest flink) {
        try {
            List<FlinkRest.Job> jobs = flink.liveJobs(Cluster.JOB);
            if (jobs.isEmpty()) {
                say("job: none is there");
                return false;
            }
            FlinkRest.Job job = jobs.get(0);
            say("job " + job.id() + ": " + job);
            say(flink.newestCheckpoint(job.id())
                    .map(checkpoint -> "last checkpoint: number " + checkpoint.number() + ", "
                            + Duration.between(Instant.ofEpochMilli(checkpoint.completedMillis()), Instant.now())
                                    .toSeconds()
                            + " s ago, " + checkpoint.address())
                    .orElse("last checkpoint: none yet"));
            return job.runs();
        } catch (IOException failure) {
            say("job: unknown, since the JobManager does not answer");
            return false;
        }
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
