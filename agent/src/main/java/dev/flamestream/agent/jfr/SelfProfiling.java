package dev.flamestream.agent.jfr;

import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.schemas.record.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Profiles the JVM it runs in, with JFR and without an agent or native code: CPU, allocations and lock contention.
 *
 * <p>Every interval it publishes one profile of each kind that has samples; a kind without any publishes nothing, since an
 * empty profile says no more than a missing one and costs a record. {@link #pprof} makes one on demand beside that.
 *
 * <p>Thread-safe; events are handled on one thread of JFR's. Memory: the stacks of one window of each kind, and of those on
 * demand. Close it, before the publisher. JFR tells of an event up to two seconds later.
 */
public final class SelfProfiling implements AutoCloseable {
    /** Each may hold as much as a window; people and scripts ask for one or two. */
    public static final int MAX_ON_DEMAND = 4;

    /** What Go's endpoint is asked for at most in practice; a request is held open that long. */
    public static final Duration MAX_ON_DEMAND_DURATION = Duration.ofMinutes(5);

    /** Locks of {@code java.util.concurrent}: parking elsewhere is waiting for work, not for another's lock. */
    private static final List<String> LOCK_CLASSES =
            List.of("java.util.concurrent.locks.Reentrant", "java.util.concurrent.locks.StampedLock");

    private static final Logger log = LoggerFactory.getLogger(SelfProfiling.class);

    private final Consumer<SampleWindow> publishing;
    /** Zero for a profiler that only makes profiles on demand. */
    private final Duration interval;

    private final RecordingStream stream = new RecordingStream();
    private final Map<SelfProfileKind, SampleWindow> windows = new EnumMap<>(SelfProfileKind.class);
    private final List<OnDemandWindow> onDemand = new ArrayList<>();
    private Instant windowStart = Instant.now();
    private boolean closed;

    private SelfProfiling(Duration interval, Consumer<SampleWindow> publishing) {
        this.interval = interval;
        this.publishing = publishing;
        openWindows(windowStart);
        JfrSettings.apply(stream);
        stream.onEvent(JfrSettings.CPU_EVENT, this::onCpu);
        stream.onEvent(JfrSettings.ALLOCATION_EVENT, this::onAllocation);
        stream.onEvent(JfrSettings.MONITOR_EVENT, this::onMonitor);
        stream.onEvent(JfrSettings.PARK_EVENT, this::onPark);
        stream.onFlush(this::onFlush);
        stream.onError(error -> log.atWarn().setCause(error).log("self-profiling failed on an event: it is left out"));
        stream.startAsync();
    }

    /** Starts profiling, publishing each interval; empty, with a warning, where this JVM has no JFR. */
    public static Optional<SelfProfiling> start(ProfilePublisher publisher, Labels labels, Duration interval) {
        return start(interval, window -> publish(publisher, labels, window));
    }

    /** Starts profiling on demand only. */
    public static Optional<SelfProfiling> startOnDemand() {
        return start(Duration.ZERO, window -> {});
    }

    private static Optional<SelfProfiling> start(Duration interval, Consumer<SampleWindow> publishing) {
        if (!FlightRecorder.isAvailable()) {
            log.atWarn().log("this jvm has no flight recorder: it does not profile itself");
            return Optional.empty();
        }
        JfrSettings.raiseStackDepth();
        return Optional.of(new SelfProfiling(interval, publishing));
    }

    private static void publish(ProfilePublisher publisher, Labels labels, SampleWindow window) {
        if (window.isEmpty()) {
            return;
        }
        Labels all =
                labels.with(Labels.PROFILE_NAME, window.kind().profileName()).with(Labels.DELTA, "false");
        // The publisher's listener counts what comes of it.
        Duration duration = Duration.between(window.start(), Instant.now());
        var unused = publisher.publish(all, window.start(), window.pprof(duration));
    }

    /**
     * Makes a profile of the time from now on; it may have no samples. Fails where {@value #MAX_ON_DEMAND} are being made
     * already, and when this is closed first.
     *
     * @param duration more than nothing and at most {@link #MAX_ON_DEMAND_DURATION}
     */
    public synchronized CompletableFuture<byte[]> pprof(SelfProfileKind kind, Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_ON_DEMAND_DURATION) > 0) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "duration: expected more than 0 and at most " + MAX_ON_DEMAND_DURATION + ", found " + duration));
        }
        if (closed || onDemand.size() >= MAX_ON_DEMAND) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    closed ? "self-profiling is closed" : MAX_ON_DEMAND + " profiles are being made already"));
        }
        OnDemandWindow window = new OnDemandWindow(kind, Instant.now(), duration);
        onDemand.add(window);
        return window.pprof();
    }

    private void onCpu(RecordedEvent event) {
        add(SelfProfileKind.CPU, event, 1, JfrSettings.CPU_PERIOD.toNanos());
    }

    private void onAllocation(RecordedEvent event) {
        add(SelfProfileKind.ALLOCATION, event, event.getLong("weight"));
    }

    private void onMonitor(RecordedEvent event) {
        add(SelfProfileKind.LOCK, event, 1, event.getDuration().toNanos());
    }

    private void onPark(RecordedEvent event) {
        RecordedClass parked = event.getClass("parkedClass");
        if (parked != null && LOCK_CLASSES.stream().anyMatch(parked.getName()::startsWith)) {
            add(SelfProfileKind.LOCK, event, 1, event.getDuration().toNanos());
        }
    }

    private synchronized void add(SelfProfileKind kind, RecordedEvent event, long... values) {
        RecordedStackTrace trace = event.getStackTrace();
        if (trace == null || closed) {
            return;
        }
        List<JavaFrame> stack = SampleWindow.stack(trace);
        SampleWindow open = windows.get(kind);
        if (open != null) {
            open.add(stack, values);
        }
        for (OnDemandWindow window : onDemand) {
            if (window.samples().kind() == kind && window.covers(event.getEndTime())) {
                window.samples().add(stack, values);
            }
        }
    }

    private void onFlush() {
        // Completed outside the lock: continuations are another's code.
        flushWindows(Instant.now()).forEach(OnDemandWindow::complete);
    }

    private synchronized List<OnDemandWindow> flushWindows(Instant now) {
        List<OnDemandWindow> done =
                onDemand.stream().filter(window -> window.flushed(now)).toList();
        onDemand.removeAll(done);
        if (!closed && !interval.isZero() && Duration.between(windowStart, now).compareTo(interval) >= 0) {
            windows.values().forEach(publishing);
            openWindows(now);
        }
        return done;
    }

    private void openWindows(Instant start) {
        windowStart = start;
        if (interval.isZero()) {
            return;
        }
        for (SelfProfileKind kind : SelfProfileKind.values()) {
            windows.put(kind, new SampleWindow(kind, start));
        }
    }

    /** Stops JFR, publishes the window begun, and fails what somebody waits for. */
    @Override
    public void close() {
        List<OnDemandWindow> unfinished;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            windows.values().forEach(publishing);
            unfinished = List.copyOf(onDemand);
            onDemand.clear();
        }
        unfinished.forEach(
                window -> window.pprof().completeExceptionally(new IllegalStateException("self-profiling is closed")));
        stream.close();
    }
}
