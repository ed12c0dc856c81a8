package dev.flamestream.query.live;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A topic whose offsets are as a test says; it may be away. */
final class FakeTopicOffsets implements TopicOffsets {
    final Map<Integer, Long> ends = new HashMap<>();
    final Map<Integer, Long> committed = new HashMap<>();
    /** What happens while Kafka thinks about the ends. */
    Runnable whileAsked = () -> {};

    boolean isAway;

    @Override
    public Map<Integer, Long> ends() throws IOException {
        checkThere();
        Map<Integer, Long> found = Map.copyOf(ends);
        whileAsked.run();
        return found;
    }

    @Override
    public Map<Integer, Long> committed() throws IOException {
        checkThere();
        return Map.copyOf(committed);
    }

    private void checkThere() throws IOException {
        if (isAway) {
            throw new IOException("connection refused");
        }
    }

    @Override
    public void close() {}
}
