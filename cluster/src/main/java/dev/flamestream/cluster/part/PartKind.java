package dev.flamestream.cluster.part;

/** What a part is, in the order of their start: each uses those before it. */
public enum PartKind {
    /** The S3 server. */
    S3("s3"),
    /** The Kafka broker. */
    KAFKA("kafka"),
    /** Flink's JobManager. */
    JOB_MANAGER("jobmanager"),
    /** One of Flink's TaskManagers. */
    TASK_MANAGER("taskmanager"),
    /** A query service. */
    QUERY_SERVICE("query"),
    /** An agent. */
    AGENT("agent");

    private final String label;

    PartKind(String label) {
        this.label = label;
    }

    /** Its name in tables. */
    public String label() {
        return label;
    }
}
