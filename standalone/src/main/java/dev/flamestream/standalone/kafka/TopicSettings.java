package dev.flamestream.standalone.kafka;

import dev.flamestream.schemas.record.RecordFormat;
import java.time.Duration;
import java.util.Map;

/** A topic and how much of it the broker keeps, whatever comes first of age and size. */
public record TopicSettings(String name, int partitionCount, Duration maxAge, long maxBytes) {
    /** The widest a topic of one process may be: past it a partition's share is smaller than its segments. */
    public static final int MAX_PARTITIONS = 32;

    /** Partitions of the raw topic: enough for four times the cores of a small machine, few enough to stay cheap. */
    public static final int DEFAULT_PARTITIONS = 8;

    /** The broker deletes whole segments only, and one holds at least the largest record. */
    private static final int MIN_SEGMENT_BYTES = RecordFormat.MAX_REJECTED_RECORD_BYTES + (1 << 20);

    /** The raw topic is the way back after a failure, not an archive: a day or 1 GiB. */
    public static TopicSettings profiles(int partitionCount) {
        return new TopicSettings(RecordFormat.TOPIC, partitionCount, Duration.ofHours(24), 1L << 30);
    }

    /** What was refused waits a week for a person, in at most 128 MiB. */
    public static TopicSettings rejected() {
        return new TopicSettings(RecordFormat.REJECTED_TOPIC, 1, Duration.ofDays(7), 128L << 20);
    }

    /** Checks that the partitions' shares hold at least the segment being written and one before it. */
    public TopicSettings {
        if (partitionCount < 1 || partitionCount > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "topic " + name + ": expected 1 to " + MAX_PARTITIONS + " partitions, found " + partitionCount);
        }
        if (maxBytes / partitionCount < MIN_SEGMENT_BYTES) {
            throw new IllegalArgumentException("topic " + name + ": " + maxBytes + " bytes over " + partitionCount
                    + " partitions leave less than a segment of " + MIN_SEGMENT_BYTES + " each");
        }
    }

    /** Size of a segment: an eighth of a partition's share, so that little more than the bound is ever deleted. */
    long segmentBytes() {
        return Math.max(maxBytes / partitionCount / 8, MIN_SEGMENT_BYTES);
    }

    /**
     * What a partition may keep behind its active segment. Kafka deletes the oldest segment once the rest alone meets
     * this, so one segment less than the share keeps the whole topic under {@link #maxBytes}.
     */
    long retentionBytes() {
        return Math.max(maxBytes / partitionCount - segmentBytes(), 0);
    }

    /** The rejected topic takes a little more: the largest record, and why it was refused. */
    private int maxMessageBytes() {
        return name.equals(RecordFormat.REJECTED_TOPIC)
                ? RecordFormat.MAX_REJECTED_RECORD_BYTES
                : RecordFormat.MAX_RECORD_BYTES;
    }

    /** The settings under Kafka's own names. */
    Map<String, String> toConfig() {
        return Map.of(
                "max.message.bytes", Integer.toString(maxMessageBytes()),
                "retention.ms", Long.toString(maxAge.toMillis()),
                "retention.bytes", Long.toString(retentionBytes()),
                "segment.bytes", Long.toString(segmentBytes()),
                // Age counts from arrival: a profile of last month must outlive the job's next checkpoint.
                "message.timestamp.type", "LogAppendTime");
    }
}
