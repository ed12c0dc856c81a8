package dev.flamestream.engine.reference;

import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes the differences of a tenant's cumulative profiles by {@link NaiveDeltas}, a series at a time, in order of arrival. */
public final class NaiveCumulative {
    private static final Set<String> ALLOCATIONS = Set.of("alloc_objects:count", "alloc_space:bytes");
    private static final Set<String> LOCKS = Set.of("contentions:count", "delay:nanoseconds");

    private final Map<Labels, NaiveDeltas> series = new HashMap<>();

    private record Counter(List<Frame> stack, SortedMap<String, String> labels, int type) {}

    /** The profile as it counts; its series has a name, and its sample types are always the same. */
    public NaiveProfile take(Labels labels, long timeMillis, NaiveProfile profile) throws IOException {
        Set<String> cumulative = cumulativeTypes(labels, profile);
        List<String> types = profile.types();
        if (types.stream().noneMatch(cumulative::contains)) {
            return profile;
        }
        Map<Counter, ExactSum> sums = new HashMap<>();
        List<List<Long>> values = new ArrayList<>();
        for (NaiveProfile.StackSample sample : profile.samples()) {
            values.add(new ArrayList<>(sample.values()));
            for (int type = 0; type < types.size(); type++) {
                if (cumulative.contains(types.get(type))) {
                    sums.computeIfAbsent(counter(sample, type), added -> new ExactSum())
                            .add(sample.values().get(type));
                }
            }
        }
        Map<String, Long> now = new TreeMap<>();
        sums.forEach((counter, sum) -> now.put(counter.toString(), sum.saturated()));
        Map<String, Long> counted = new HashMap<>(
                series.computeIfAbsent(labels, added -> new NaiveDeltas()).take(timeMillis, now));
        for (int sample = 0; sample < values.size(); sample++) {
            for (int type = 0; type < types.size(); type++) {
                if (cumulative.contains(types.get(type))) {
                    Counter counter = counter(profile.samples().get(sample), type);
                    Long difference = counted.remove(counter.toString());
                    values.get(sample).set(type, difference == null ? 0 : difference);
                }
            }
        }
        return profile.withValues(values);
    }

    private static Counter counter(NaiveProfile.StackSample sample, int type) {
        return new Counter(sample.stack(), sample.labels(), type);
    }

    private static Set<String> cumulativeTypes(Labels labels, NaiveProfile profile) throws IOException {
        if (labels.value(Labels.DELTA).equals("false") || profile.durationNanos() != 0) {
            return Set.of();
        }
        if (profile.types().stream().anyMatch(type -> type.startsWith("inuse_"))) {
            return ALLOCATIONS;
        }
        return profile.types().containsAll(LOCKS) ? LOCKS : Set.of();
    }
}
