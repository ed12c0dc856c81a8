package dev.flamestream.agent.jfr;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;

/** Sums of one kind of profile by stack, leaf first, from one instant on. Not thread-safe: JFR's stream thread owns it. */
final class SampleWindow {
    /** Half of what Pyroscope takes in a profile; at 256 frames of 40 bytes, mostly shared, some tens of MB at worst. */
    static final int MAX_STACKS = 8_000;

    private final SelfProfileKind kind;
    private final Instant start;
    private final Map<List<JavaFrame>, long[]> valuesByStack = new HashMap<>();

    SampleWindow(SelfProfileKind kind, Instant start) {
        this.kind = kind;
        this.start = start;
    }

    SelfProfileKind kind() {
        return kind;
    }

    Instant start() {
        return start;
    }

    boolean isEmpty() {
        return valuesByStack.isEmpty();
    }

    void add(List<JavaFrame> stack, long... values) {
        boolean full = valuesByStack.size() >= MAX_STACKS && !valuesByStack.containsKey(stack);
        long[] sums = valuesByStack.computeIfAbsent(
                full ? List.of(JavaFrame.OTHER) : stack,
                added -> new long[kind.sampleTypes().size()]);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    /** The pprof file, gzip. */
    byte[] pprof(Duration duration) {
        return PprofBuilder.build(kind, start, duration, Collections.unmodifiableMap(valuesByStack));
    }

    static List<JavaFrame> stack(RecordedStackTrace trace) {
        List<JavaFrame> stack = new ArrayList<>();
        for (RecordedFrame frame : trace.getFrames()) {
            if (frame.isJavaFrame()) {
                stack.add(JavaFrame.of(frame));
            }
        }
        if (trace.isTruncated()) {
            stack.add(JavaFrame.TRUNCATED);
        }
        return stack;
    }
}
