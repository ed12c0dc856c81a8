package dev.flamestream.cluster.fault;

import dev.flamestream.cluster.part.PartKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done to a cluster. */
public enum FaultKind {
    /** A TaskManager ends at once, with half of the job's tasks. */
    KILL_TASK_MANAGER("kill-taskmanager", PartKind.TASK_MANAGER),
    /** The JobManager ends at once: the job is submitted again. */
    KILL_JOB_MANAGER("kill-jobmanager", PartKind.JOB_MANAGER),
    /** The broker ends at once. */
    KILL_KAFKA("kill-kafka", PartKind.KAFKA),
    /** A query service ends at once. */
    KILL_QUERY("kill-query", PartKind.QUERY_SERVICE),
    /** An agent ends at once. */
    KILL_AGENT("kill-agent", PartKind.AGENT),
    /** The S3 server ends at once. */
    KILL_S3("kill-s3", PartKind.S3),
    /** A TaskManager does nothing for a while. */
    FREEZE_TASK_MANAGER("freeze-taskmanager", PartKind.TASK_MANAGER),
    /** The JobManager does nothing for a while. */
    FREEZE_JOB_MANAGER("freeze-jobmanager", PartKind.JOB_MANAGER),
    /** The broker does nothing for a while. */
    FREEZE_KAFKA("freeze-kafka", PartKind.KAFKA),
    /** A query service does nothing for a while. */
    FREEZE_QUERY("freeze-query", PartKind.QUERY_SERVICE),
    /** An agent does nothing for a while. */
    FREEZE_AGENT("freeze-agent", PartKind.AGENT),
    /** The S3 server does nothing for a while. */
    FREEZE_S3("freeze-s3", PartKind.S3),
    /** Each request to S3 takes long. */
    SLOW_S3("slow-s3", null),
    /** Each request to S3 is answered with 503. */
    FAILING_S3("failing-s3", null),
    /** The job is stopped with a savepoint, and goes on from it at another parallelism. */
    RESCALE("rescale", null);

    private final String label;
    private final @Nullable PartKind victim;

    FaultKind(String label, @Nullable PartKind victim) {
        this.label = label;
        this.victim = victim;
    }

    /** Its name in tables and options. */
    public String label() {
        return label;
    }

    /** What it is done to; none for what is done to the store's answers or the job. */
    public Optional<PartKind> victim() {
        return Optional.ofNullable(victim);
    }

    /** Whether its victim ends and is started again. */
    public boolean isKill() {
        return label.startsWith("kill-");
    }

    /** The kind of a name. */
    public static Optional<FaultKind> parse(String label) {
        for (FaultKind kind : values()) {
            if (kind.label.equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
