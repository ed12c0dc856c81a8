package dev.flamestream.engine.reference;

import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The whole database as a list of profiles and a loop over it: what every test of the real one compares with.
 *
 * <p>It shares only records of the interface with the engine: no matching, merging or grouping code.
 */
public final class NaiveDatabase {
    private static final Set<String> SAMPLE_IDS = Set.of("profile_id", "span_id", "trace_id");

    private record Stored(
            String tenant,
            ProfileType type,
            Map<String, String> labels,
            long timeMillis,
            Map<List<Frame>, ExactSum> sums) {}

    /** What the profiles of one step of a timeline come to. */
    public static final class Point {
        private final ExactSum sum = new ExactSum();
        private int count;

        /** Sum of the profiles' totals. */
        public ExactSum sum() {
            return sum;
        }

        /** Number of profiles. */
        public int count() {
            return count;
        }
    }

    private final List<Stored> profiles = new ArrayList<>();

    /** Adds a pprof file: one profile for each sample type and set of string labels; series labels win over sample labels. */
    public void add(String tenant, Labels series, long timeMillis, byte[] file) throws IOException {
        add(tenant, series, timeMillis, NaiveProfile.read(file));
    }

    /** The same of a file that was read. Samples that are 0 in every type do not count; the series stays if none does. */
    public void add(String tenant, Labels series, long timeMillis, NaiveProfile profile) throws IOException {
        Map<Labels, List<NaiveProfile.StackSample>> bySeries = new HashMap<>();
        for (NaiveProfile.StackSample sample : profile.samples()) {
            if (sample.values().stream().anyMatch(value -> value != 0)) {
                Map<String, String> own = new TreeMap<>(sample.labels());
                own.keySet().removeAll(SAMPLE_IDS);
                bySeries.computeIfAbsent(series.withMissing(own), labels -> new ArrayList<>())
                        .add(sample);
            }
        }
        if (bySeries.isEmpty()) {
            bySeries.put(series, List.of());
        }
        String[] period = profile.periodType().split(":", -1);
        for (int type = 0; type < profile.types().size(); type++) {
            String[] parts = profile.types().get(type).split(":", -1);
            ProfileType profileType = new ProfileType(
                    series.get(Labels.PROFILE_NAME).orElse("unknown"), parts[0], parts[1], period[0], period[1]);
            int index = type;
            bySeries.forEach((labels, samples) -> {
                Map<List<Frame>, ExactSum> sums = new HashMap<>();
                samples.forEach(sample -> sums.computeIfAbsent(sample.stack(), stack -> new ExactSum())
                        .add(sample.values().get(index)));
                store(tenant, profileType, labels, timeMillis, sums);
            });
        }
    }

    /** Adds a profile of one type, given as sums by stack. */
    public void add(String tenant, ProfileType type, Labels series, long timeMillis, Map<List<Frame>, Long> sums) {
        Map<List<Frame>, ExactSum> exact = new HashMap<>();
        sums.forEach((stack, value) -> exact.put(stack, ExactSum.of(value)));
        store(tenant, type, series, timeMillis, exact);
    }

    private void store(
            String tenant, ProfileType type, Labels series, long timeMillis, Map<List<Frame>, ExactSum> sums) {
        TreeMap<String, String> labels = new TreeMap<>(series.asMap());
        String service = labels.getOrDefault("service_name", "");
        labels.put("__name__", type.name());
        labels.put("__profile_type__", type.id());
        labels.put("__type__", type.sampleType());
        labels.put("__unit__", type.sampleUnit());
        labels.put("__period_type__", type.periodType());
        labels.put("__period_unit__", type.periodUnit());
        labels.put("__service_name__", service);
        labels.values().removeIf(String::isEmpty);
        profiles.add(new Stored(tenant, type, labels, timeMillis, sums));
    }

    /** Sums by folded stack of the selected profiles, without those that are 0. */
    public SortedMap<String, Long> query(Selection selection, Naming naming) {
        TreeMap<String, ExactSum> exact = new TreeMap<>();
        sums(selection, naming::text)
                .forEach((stack, sum) -> exact.computeIfAbsent(String.join(";", stack), folded -> new ExactSum())
                        .add(sum));
        TreeMap<String, Long> sums = new TreeMap<>();
        exact.forEach((stack, sum) -> sums.put(stack, sum.saturated()));
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    /** Sums of the selected profiles by stack, root first, each frame as what is made of it; those that are 0 too. */
    public <T> Map<List<T>, ExactSum> sums(Selection selection, Function<Frame, T> form) {
        Map<List<T>, ExactSum> sums = new HashMap<>();
        for (Stored profile : selected(selection)) {
            profile.sums().forEach((stack, sum) -> {
                if (beginsWith(stack, selection.callSite())) {
                    sums.computeIfAbsent(stack.stream().map(form).toList(), added -> new ExactSum())
                            .add(sum);
                }
            });
        }
        return sums;
    }

    /** The stacks of the selected profiles. */
    public List<List<Frame>> stacks(Selection selection) {
        return selected(selection).stream()
                .flatMap(profile -> profile.sums().keySet().stream())
                .toList();
    }

    /** Number of selected profiles, whatever stacks they have. */
    public int count(Selection selection) {
        return selected(selection).size();
    }

    /** All labels, derived ones included, of the series with selected profiles. */
    public Set<Labels> series(Selection selection) {
        return selected(selection).stream()
                .map(profile -> Labels.of(profile.labels()))
                .collect(Collectors.toSet());
    }

    /** Profile type ids of the selected profiles. */
    public Set<String> profileTypes(Selection selection) {
        return selected(selection).stream()
                .map(profile -> profile.type().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** For each group its points, time to sum: profiles in (t - step, t]. The selection's range and the limit are not looked at. */
    public Map<Labels, SortedMap<Long, Long>> timeline(Selection selection, SeriesRequest request) {
        Map<Labels, SortedMap<Long, Long>> sums = new HashMap<>();
        points(selection, request).forEach((group, points) -> {
            SortedMap<Long, Long> byTime = sums.computeIfAbsent(group, labels -> new TreeMap<>());
            points.forEach((time, point) -> byTime.put(time, point.sum().saturated()));
        });
        return sums;
    }

    /** The same with the number of profiles. With a call site, profiles that have none of its stacks do not count. */
    public Map<Labels, SortedMap<Long, Point>> points(Selection selection, SeriesRequest request) {
        Map<Labels, SortedMap<Long, Point>> groups = new HashMap<>();
        for (long t = request.startMillis(); t <= request.endMillis(); t += request.stepMillis()) {
            for (Stored profile : profiles) {
                boolean inStep = profile.timeMillis() > t - request.stepMillis() && profile.timeMillis() <= t;
                if (inStep && isSelectedWhenever(profile, selection) && counts(profile, selection)) {
                    Map<String, String> group = new TreeMap<>(profile.labels());
                    group.keySet().retainAll(request.groupBy());
                    Point point = groups.computeIfAbsent(Labels.of(group), labels -> new TreeMap<>())
                            .computeIfAbsent(t, time -> new Point());
                    point.count++;
                    profile.sums().forEach((stack, sum) -> {
                        if (beginsWith(stack, selection.callSite())) {
                            point.sum.add(sum);
                        }
                    });
                }
            }
        }
        return groups;
    }

    private static boolean counts(Stored profile, Selection selection) {
        return selection.callSite().isEmpty()
                || profile.sums().entrySet().stream()
                        .anyMatch(entry -> beginsWith(entry.getKey(), selection.callSite())
                                && entry.getValue().saturated() != 0);
    }

    static String fold(List<Frame> stack, Naming naming) {
        return stack.stream().map(naming::text).collect(Collectors.joining(";"));
    }

    private static boolean beginsWith(List<Frame> stack, List<String> names) {
        if (stack.size() < names.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!stack.get(i).displayName().equals(names.get(i))) {
                return false;
            }
        }
        return true;
    }

    private List<Stored> selected(Selection selection) {
        return profiles.stream()
                .filter(profile -> profile.timeMillis() >= selection.range().startMillis()
                        && profile.timeMillis() < selection.range().endMillis())
                .filter(profile -> isSelectedWhenever(profile, selection))
                .toList();
    }

    private static boolean isSelectedWhenever(Stored profile, Selection selection) {
        return profile.tenant().equals(selection.tenant())
                && (selection.profileType().isEmpty()
                        || selection.profileType().get().equals(profile.type()))
                && selection.matchers().stream().allMatch(matcher -> holds(matcher, profile.labels()));
    }

    private static boolean holds(LabelMatcher matcher, Map<String, String> labels) {
        String value = labels.getOrDefault(matcher.name(), "");
        return switch (matcher.operator()) {
            case EQUAL -> value.equals(matcher.value());
            case NOT_EQUAL -> !value.equals(matcher.value());
            case MATCHES ->
                Pattern.compile(matcher.value(), Pattern.DOTALL).matcher(value).matches();
            case NOT_MATCHES ->
                !Pattern.compile(matcher.value(), Pattern.DOTALL).matcher(value).matches();
        };
    }
}
