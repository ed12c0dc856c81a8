package dev.flamestream.agent.publish;

/** What can come of publishing one profile. */
public enum Outcome {
    /** Kafka has it on all in-sync replicas: it is never lost. */
    ACKNOWLEDGED("acknowledged"),
    /** Refused at once: the buffer is full, because Kafka is away or slower than the profiles come. */
    BUFFER_FULL("buffer_full"),
    /** Refused at once: larger than a record may be. */
    TOO_LARGE("too_large"),
    /** The publisher was closed before Kafka acknowledged it. */
    CLOSED("closed"),
    /** Kafka did not acknowledge it within the delivery timeout. */
    TIMED_OUT("timed_out"),
    /** Kafka refused it for a reason that trying again does not heal. */
    KAFKA_ERROR("kafka_error");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** The value of the metric label {@code outcome}. */
    public String label() {
        return label;
    }
}
