package dev.flamestream.benchmarks.workload;

import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A real profile from which others are made: its stacks, each with the weight that it has there.
 *
 * <p>Immutable and safe for concurrent use.
 */
final class Template {
    /** A hundred samples a second. */
    static final long CPU_PERIOD_NANOS = 10_000_000;

    private final Profile profile;
    private final List<Sample> stacks;

    private Template(Profile profile, List<Sample> stacks) {
        this.profile = profile;
        this.stacks = stacks;
    }

    /** A template of all that a profile holds; samples of one stack are one, with the values of the first. */
    static Template of(Profile profile) {
        Map<List<Long>, Sample> distinct = new LinkedHashMap<>();
        profile.getSampleList().forEach(sample -> distinct.putIfAbsent(sample.getLocationIdList(), sample));
        return new Template(profile, List.copyOf(distinct.values()));
    }

    /**
     * A template of a profile's stacks as a CPU profiler would have met them, whatever the profile is of: types samples/count and
     * cpu/nanoseconds, no labels, and what was most of anything is hit most.
     */
    static Template ofStacks(Profile profile) {
        Profile.Builder cpu = profile.toBuilder().clearSampleType().clearDefaultSampleType();
        int text = cpu.getStringTableCount();
        for (String name : List.of("samples", "count", "cpu", "nanoseconds")) {
            cpu.addStringTable(name);
        }
        ValueType nanoseconds =
                ValueType.newBuilder().setType(text + 2L).setUnit(text + 3L).build();
        cpu.addSampleType(ValueType.newBuilder().setType(text).setUnit(text + 1L))
                .addSampleType(nanoseconds)
                .setPeriodType(nanoseconds)
                .setPeriod(CPU_PERIOD_NANOS);
        cpu.getSampleBuilderList().forEach(sample -> {
            long hits = hits(sample.build());
            sample.clearLabel().clearValue().addValue(hits).addValue(hits);
        });
        return of(cpu.build());
    }

    /** The profile that the stacks' locations are of. */
    Profile profile() {
        return profile;
    }

    int stackCount() {
        return stacks.size();
    }

    /** Location ids, leaf first, and the values they have in the real profile. */
    Sample stack(int index) {
        return stacks.get(index);
    }

    /**
     * How often each stack is met, in proportion to the others. The real profile says which are hotter; how much hotter follows
     * Zipf's law, since one profile is too short to show how rare the rare ones are.
     */
    double[] weights() {
        Integer[] order = new Integer[stacks.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> -hits(stacks.get(i))));
        double[] weights = new double[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            weights[order[rank]] = 1.0 / (rank + 1);
        }
        return weights;
    }

    private static long hits(Sample stack) {
        long largest = 0;
        for (long value : stack.getValueList()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /**
     * A template of at least so many stacks: those there are, and more that begin as one of them and go on as another from a
     * location that both pass. A service's long tail is made of such paths through known code.
     */
    Template grownTo(int stackCount, Random random) {
        if (stacks.size() >= stackCount || stacks.isEmpty()) {
            return this;
        }
        Map<Long, List<Integer>> through = new LinkedHashMap<>();
        for (int i = 0; i < stacks.size(); i++) {
            for (long location : stacks.get(i).getLocationIdList()) {
                through.computeIfAbsent(location, key -> new ArrayList<>()).add(i);
            }
        }
        Map<List<Long>, Sample> grown = new LinkedHashMap<>();
        stacks.forEach(sample -> grown.put(sample.getLocationIdList(), sample));
        // A profile of few, unrelated stacks has few crossings, so the number of tries is bounded.
        for (int tries = 20 * stackCount; tries > 0 && grown.size() < stackCount; tries--) {
            Sample caller = stacks.get(random.nextInt(stacks.size()));
            if (caller.getLocationIdCount() > 0) {
                int at = random.nextInt(caller.getLocationIdCount());
                List<Integer> others = through.getOrDefault(caller.getLocationId(at), List.of());
                Sample callee = stacks.get(others.get(random.nextInt(others.size())));
                int from = callee.getLocationIdList().indexOf(caller.getLocationId(at));
                List<Long> path = new ArrayList<>(callee.getLocationIdList().subList(0, from));
                path.addAll(caller.getLocationIdList().subList(at, caller.getLocationIdCount()));
                grown.putIfAbsent(
                        List.copyOf(path),
                        callee.toBuilder()
                                .clearLocationId()
                                .addAllLocationId(path)
                                .build());
            }
        }
        return new Template(profile, List.copyOf(grown.values()));
    }
}
