package dev.flamestream.cluster.part;

import dev.flamestream.cluster.flink.FlinkRest;
import dev.flamestream.cluster.flink.JobSubmission;
import dev.flamestream.cluster.flink.Snapshots;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.process.LogTail;
import dev.flamestream.cluster.process.PidFile;
import dev.flamestream.cluster.process.RunningProcess;
import dev.flamestream.cluster.s3.Bucket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All processes of a cluster on this machine. They outlive the command that started them, and every command finds them again
 * by the files in the cluster's folder.
 */
public final class Cluster {
    /** The name of the job, as it is found over Flink's REST API. */
    public static final String JOB = "flamestream";

    /** A part that starts on a busy machine; a JobManager takes ten seconds on a quiet one. */
    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

    /** Restoring a full day's heads takes seconds. */
    private static final Duration JOB_PATIENCE = Duration.ofMinutes(2);

    /** What a part may take to end when asked; nothing is lost by a part that is killed after it. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(12);

    private static final Duration POLL = Duration.ofMillis(200);

    private final ClusterSettings settings;
    private final List<Part> parts;
    private final FlinkRest flink;

    /** The cluster of some settings; nothing is started. */
    public Cluster(ClusterSettings settings) {
        this.settings = settings;
        this.parts = new PartList(settings).build();
        this.flink = new FlinkRest(settings.flinkUrl());
    }

    /** All of its parts, in the order of their start. */
    public List<Part> parts() {
        return parts;
    }

    /** What it was made of. */
    public ClusterSettings settings() {
        return settings;
    }

    /** Its JobManager. */
    public FlinkRest flink() {
        return flink;
    }

    /** Starts every part and the job, and waits until all of it is of use. */
    public void start(Consumer<String> progress) throws ClusterFailure, InterruptedException {
        checkInstallation();
        try {
            checkNothingRuns();
            checkPorts();
            Programs.configure(settings);
            for (PartKind kind : PartKind.values()) {
                List<Part> same =
                        parts.stream().filter(part -> part.kind() == kind).toList();
                for (Part part : same) {
                    startPart(part);
                }
                for (Part part : same) {
                    awaitReady(part, READY_PATIENCE);
                    progress.accept(part.name() + " on port " + part.port());
                }
                if (kind == PartKind.TASK_MANAGER) {
                    progress.accept("job " + startJob(ClusterSettings.PARALLELISM));
                }
            }
        } catch (IOException failure) {
            throw new ClusterFailure(String.valueOf(failure.getMessage()), failure);
        }
    }

    /** Submits the job from the newest snapshot there is, waits until all of it runs, and tells what it goes on from. */
    public String startJob(int parallelism) throws IOException, InterruptedException {
        Optional<Snapshots.Snapshot> newest = newestSnapshot();
        JobSubmission.submit(settings, parallelism, newest);
        awaitJob(JOB_PATIENCE);
        return newest.map(from -> "goes on from " + from.address()).orElse("runs from the start of its topic");
    }

    /** The newest snapshot that a job can go on from. */
    public Optional<Snapshots.Snapshot> newestSnapshot() throws IOException {
        // Not through what may stand before the store: this is the supervisor's own look.
        try (Bucket bucket = new Bucket(settings.ports().s3())) {
            return Snapshots.newest(bucket);
        }
    }

    /** Waits until every task of the job runs. */
    public void awaitJob(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        String found = "none";
        while (System.nanoTime() < deadline) {
            List<FlinkRest.Job> jobs = flink.liveJobs(JOB);
            if (jobs.stream().anyMatch(FlinkRest.Job::runs)) {
                return;
            }
            found = jobs.toString();
            Thread.sleep(POLL.toMillis());
        }
        throw new IOException("the job does not run after " + patience.toSeconds() + " s: " + found + "; see "
                + settings.folder().log("jobmanager"));
    }

    /** Starts one part and returns at once. */
    public RunningProcess startPart(Part part) throws IOException {
        return part.program().start(settings.folder().log(part.name()), pidFile(part));
    }

    /** Waits until a part that was started is of use. */
    public void awaitReady(Part part, Duration patience) throws IOException, InterruptedException {
        Path log = settings.folder().log(part.name());
        long deadline = System.nanoTime() + patience.toNanos();
        String reason = "";
        while (System.nanoTime() < deadline) {
            if (running(part).isEmpty()) {
                throw new IOException(part.name() + " ended: " + LogTail.reason(log) + "; see " + log);
            }
            try {
                if (part.readiness().isReady()) {
                    return;
                }
            } catch (IOException notYet) {
                reason = ": " + notYet.getMessage();
            }
            Thread.sleep(POLL.toMillis());
        }
        throw new IOException(
                part.name() + " is not ready after " + patience.toSeconds() + " s" + reason + "; see " + log);
    }

    /** The process of a part, if it lives. */
    public Optional<RunningProcess> running(Part part) throws IOException {
        return pidFile(part).running();
    }

    /** Whether a part was started and not taken down since. */
    public boolean wasStarted(Part part) {
        return pidFile(part).isThere();
    }

    /** Asks all parts to end, last started first, and kills those that do not; how many had to be killed. */
    public int stop(Consumer<String> progress) throws IOException, InterruptedException {
        int killed = 0;
        List<PartKind> kinds = new ArrayList<>(List.of(PartKind.values()));
        Collections.reverse(kinds);
        for (PartKind kind : kinds) {
            Map<Part, RunningProcess> ending = new LinkedHashMap<>();
            for (Part part : parts) {
                Optional<RunningProcess> process = part.kind() == kind ? running(part) : Optional.empty();
                if (process.isPresent()) {
                    // A part that was frozen does not hear that it should end.
                    process.get().signal("CONT");
                    process.get().terminate();
                    ending.put(part, process.get());
                }
            }
            for (Map.Entry<Part, RunningProcess> end : ending.entrySet()) {
                killed += awaitStop(end.getKey(), end.getValue(), progress);
            }
        }
        for (Part part : parts) {
            pidFile(part).delete();
        }
        return killed;
    }

    private static int awaitStop(Part part, RunningProcess process, Consumer<String> progress)
            throws InterruptedException {
        if (process.awaitEnd(STOP_PATIENCE)) {
            progress.accept(part.name() + " stopped");
            return 0;
        }
        process.kill();
        process.awaitEnd(STOP_PATIENCE);
        progress.accept(part.name() + " killed");
        return 1;
    }

    private PidFile pidFile(Part part) {
        return new PidFile(settings.folder().pids().resolve(part.name()));
    }

    private void checkInstallation() throws ClusterFailure {
        for (Path needed : List.of(settings.flinkLib(), settings.flinkPlugins(), settings.s3Jar(), settings.jobJar())) {
            if (!Files.exists(needed)) {
                throw new ClusterFailure(needed + " is not built; ./flamestream cluster builds it");
            }
        }
    }

    private void checkNothingRuns() throws ClusterFailure, IOException {
        for (Part part : parts) {
            Optional<RunningProcess> process = running(part);
            if (process.isPresent()) {
                throw new ClusterFailure(part.name() + " runs already as process "
                        + process.get().pid() + "; stop it with ./flamestream cluster down");
            }
        }
    }

    private void checkPorts() throws ClusterFailure {
        for (Map.Entry<String, Integer> port :
                settings.ports().byUse(settings.size()).entrySet()) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getValue()));
            } catch (IOException failure) {
                throw new ClusterFailure(
                        "port " + port.getValue() + " of " + port.getKey() + " is not free (" + failure.getMessage()
                                + "); choose others with --base-port",
                        failure);
            }
        }
    }
}
