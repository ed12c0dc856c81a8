package dev.flamestream.engine.timeline;

import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.schemas.record.Labels;
import java.util.Arrays;

/** Sum and number of the profiles in each step of one series; steps without profiles take no room. */
final class StepSums {
    private int count;
    /** Where the step stands that was added to last. */
    private int last;

    private long[] steps = new long[16];
    private long[] sums = new long[16];
    private int[] profileCounts = new int[16];
    /** Open addressing; a slot holds index + 1, 0 is free. */
    private int[] slots = new int[32];

    /** Adds a profile's total to a step; whether it is the step's first. */
    boolean add(long step, long total) {
        boolean isFirst = !isAtLast(step) && !isBehindLast(step) && !find(step);
        if (isFirst) {
            append(step);
        }
        sums[last] = SaturatingMath.add(sums[last], total);
        profileCounts[last]++;
        return isFirst;
    }

    private boolean isAtLast(long step) {
        return count > 0 && steps[last] == step;
    }

    /** Series come one after the other, each in order of time: mostly the step is the one that stands behind the last. */
    private boolean isBehindLast(long step) {
        if (last + 1 >= count || steps[last + 1] != step) {
            return false;
        }
        last++;
        return true;
    }

    private boolean find(long step) {
        int slot = slotOf(step);
        if (slots[slot] == 0) {
            return false;
        }
        last = slots[slot] - 1;
        return true;
    }

    /** Whether some step's sum is past 64 bits. A sum of exactly an end of the range cannot be told from it. */
    boolean isSaturated() {
        for (int index = 0; index < count; index++) {
            if (SaturatingMath.isSaturated(sums[index])) {
                return true;
            }
        }
        return false;
    }

    Timeline toTimeline(Labels labels, SeriesRequest request) {
        long[] ordered = Arrays.copyOf(steps, count);
        Arrays.sort(ordered);
        long[] times = new long[count];
        double[] values = new double[count];
        for (int point = 0; point < count; point++) {
            int index = slots[slotOf(ordered[point])] - 1;
            times[point] = request.startMillis() + ordered[point] * request.stepMillis();
            values[point] = request.aggregation() == Aggregation.SUM
                    ? sums[index]
                    : (double) sums[index] / profileCounts[index];
        }
        return new Timeline(labels, times, values);
    }

    /** The slot that holds a step, or the free one where it belongs. */
    private int slotOf(long step) {
        int slot = (int) ((step * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
        while (slots[slot] != 0 && steps[slots[slot] - 1] != step) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void append(long step) {
        if (count == steps.length) {
            steps = Arrays.copyOf(steps, count * 2);
            sums = Arrays.copyOf(sums, count * 2);
            profileCounts = Arrays.copyOf(profileCounts, count * 2);
        }
        steps[count] = step;
        slots[slotOf(step)] = count + 1;
        last = count++;
        if (count * 2 > slots.length) {
            grow();
        }
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int index = 0; index < count; index++) {
            slots[slotOf(steps[index])] = index + 1;
        }
    }
}
