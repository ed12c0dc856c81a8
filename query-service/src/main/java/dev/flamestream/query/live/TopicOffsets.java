package dev.flamestream.query.live;

import java.io.IOException;
import java.util.Map;

/** How far the topic of profiles reaches, and how far the job has taken it in for good. Calls take a short, bounded time. */
interface TopicOffsets extends AutoCloseable {
    /** By partition, the offset after its last record; partitions without a record are left out. */
    Map<Integer, Long> ends() throws IOException;

    /** By partition, the offset after the last record that a completed checkpoint of the job holds. */
    Map<Integer, Long> committed() throws IOException;

    @Override
    void close();
}
