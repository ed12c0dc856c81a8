package dev.flamestream.agent.jfr;

import java.util.List;

/**
 * What the JVM tells of itself. The name is the label {@code __name__}, the types those of Pyroscope's SDKs, so that their
 * dashboards read ours.
 *
 * <p>Memory has no {@code alloc_objects}: an allocation event of JFR stands for an amount of bytes, not of objects.
 */
public enum SelfProfileKind {
    /** Threads found running Java code, each standing for one sampling period of CPU time. */
    CPU("process_cpu"),
    /** Bytes allocated on the heap. */
    ALLOCATION("memory"),
    /** Waits for monitors and locks that another thread held. */
    LOCK("mutex");

    /** A type of value and its unit. */
    record Unit(String type, String unit) {}

    private final String profileName;

    SelfProfileKind(String profileName) {
        this.profileName = profileName;
    }

    /** The value of the label {@code __name__}. */
    public String profileName() {
        return profileName;
    }

    List<Unit> sampleTypes() {
        return switch (this) {
            case CPU -> List.of(new Unit("samples", "count"), new Unit("cpu", "nanoseconds"));
            case ALLOCATION -> List.of(new Unit("alloc_space", "bytes"));
            case LOCK -> List.of(new Unit("contentions", "count"), new Unit("delay", "nanoseconds"));
        };
    }

    Unit periodType() {
        return switch (this) {
            case CPU -> new Unit("cpu", "nanoseconds");
            case ALLOCATION -> new Unit("space", "bytes");
            case LOCK -> new Unit("mutex", "count");
        };
    }

    /** The period's length in the period type's unit; 0 where there is none. */
    long period() {
        return switch (this) {
            case CPU -> JfrSettings.CPU_PERIOD.toNanos();
            case ALLOCATION -> 0;
            case LOCK -> 1;
        };
    }
}
