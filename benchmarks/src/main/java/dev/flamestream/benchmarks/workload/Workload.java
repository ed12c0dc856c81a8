package dev.flamestream.benchmarks.workload;

import java.time.Duration;
import java.util.Locale;

/**
 * What is profiled in a benchmark: how many services of how many pods, for how long, and what their profiles look like.
 *
 * <p>Every pod is profiled each 15 seconds, with milliseconds of jitter, and has its own skew of how often it meets each stack.
 */
public enum Workload {
    /** One service that meets tens of thousands of stacks in an hour, each profile a few of them. */
    CPU_LONG_TAIL(Kind.CPU, 42_000, 188, 1, 20, Duration.ofHours(1)),
    /** One service that does the same few hundred things over and over. */
    CPU_TYPICAL(Kind.CPU, 641, 354, 1, 20, Duration.ofHours(1)),
    /** The heaps of one service: four sample types, thousands of stacks in each profile, few of which change. */
    HEAP(Kind.HEAP, 4_000, 3_630, 1, 20, Duration.ofHours(1)),
    /** Many small services that share blocks. */
    MANY_SERVICES(Kind.CPU, 400, 60, 500, 4, Duration.ofMinutes(10)),
    /** As cpu-typical, and the samples carry a text label and one in five a span. */
    LABELS(Kind.LABELLED_CPU, 641, 354, 1, 20, Duration.ofHours(1)),
    /** A day of cpu-typical. */
    DAY(Kind.CPU, 641, 354, 1, 20, Duration.ofHours(24));

    /** What a profile's samples are. */
    enum Kind {
        /** Hits of a sampling timer. */
        CPU,
        /** The same, with labels on them. */
        LABELLED_CPU,
        /** Allocations and what is live of them, as sums since the process began. */
        HEAP
    }

    /** Between two profiles of a pod. */
    public static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Of all random choices, so that every run measures the same bytes. */
    static final long SEED = 20_261_123;

    final Kind kind;
    final int stackCount;
    final int samplesPerProfile;
    private final int serviceCount;
    private final int podCount;
    private final Duration duration;

    Workload(Kind kind, int stackCount, int samplesPerProfile, int serviceCount, int podCount, Duration duration) {
        this.kind = kind;
        this.stackCount = stackCount;
        this.samplesPerProfile = samplesPerProfile;
        this.serviceCount = serviceCount;
        this.podCount = podCount;
        this.duration = duration;
    }

    /** Number of services. */
    public int serviceCount() {
        return serviceCount;
    }

    /** Pods of each service. */
    public int podCount() {
        return podCount;
    }

    /** How long it is profiled. */
    public Duration duration() {
        return duration;
    }

    /** Profiles of all pods of all services. */
    public int profileCount() {
        return Math.toIntExact((long) serviceCount * podCount * duration.dividedBy(INTERVAL));
    }

    /** As it is written in tables and on the command line: {@code cpu-long-tail}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
