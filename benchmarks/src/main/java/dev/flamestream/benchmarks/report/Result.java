package dev.flamestream.benchmarks.report;

import java.util.Optional;

/**
 * One measured figure.
 *
 * @param row the target's number in the table of targets
 * @param what what was measured, and against what
 * @param workload what it was measured on
 * @param value the figure
 * @param unit what it counts, {@code x} for a ratio
 * @param target what it should be; empty where it is only reported
 * @param detail the figures that it was made of
 */
public record Result(
        int row, String what, String workload, double value, String unit, Optional<Target> target, String detail) {
    /** A bound, and on which side of it a figure should be. */
    public record Target(double bound, boolean atMost) {
        /** The target that a figure is no larger. */
        public static Target atMost(double bound) {
            return new Target(bound, true);
        }

        /** The target that a figure is no smaller. */
        public static Target atLeast(double bound) {
            return new Target(bound, false);
        }

        boolean isMetBy(double value) {
            return atMost ? value <= bound : value >= bound;
        }
    }

    /** A figure with a target. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public static Result against(
            Target target, int row, String what, String workload, double value, String unit, String detail) {
        return new Result(row, what, workload, value, unit, Optional.of(target), detail);
    }

    /** A figure that is only reported. */
    public static Result reported(int row, String what, String workload, double value, String unit, String detail) {
        return new Result(row, what, workload, value, unit, Optional.empty(), detail);
    }

    /** Whether a target was missed. */
    public boolean isMissed() {
        return target.isPresent() && !target.get().isMetBy(value);
    }
}
