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
            String tenant, ProfileType type, Map<String, String> labels, long timeMillis, Map<List<Frame>, Long> sums) {
        long total() {
            return sums.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private final List<Stored> profiles = new ArrayList<>();

    /** Adds a pprof file: one profile for each sample type and set of string labels; series labels win over sample labels. */
    public void add(String tenant, Labels series, long timeMillis, byte[] file) throws IOException {
        NaiveProfile profile = NaiveProfile.read(file);
        String[] period = profile.periodType().split(":", -1);
        for (int type = 0; type < profile.types().size(); type++) {
            String[] parts = profile.types().get(type).split(":", -1);
            ProfileType profileType = new ProfileType(
                    series.get(Labels.PROFILE_NAME).orElse("unknown"), parts[0], parts[1], period[0], period[1]);
            Map<Labels, Map<List<Frame>, Long>> bySeries = new HashMap<>();
            for (NaiveProfile.StackSample sample : profile.samples()) {
                Map<String, String> own = new TreeMap<>(sample.labels());
                own.keySet().removeAll(SAMPLE_IDS);
                bySeries.computeIfAbsent(series.withMissing(own), labels -> new HashMap<>())
                        .merge(sample.stack(), sample.values().get(type), Long::sum);
            }
            bySeries.forEach((labels, sums) -> add(tenant, profileType, labels, timeMillis, sums));
        }
    }

    /** Adds a profile of one type, given as sums by stack. */
    public void add(String tenant, ProfileType type, Labels series, long timeMillis, Map<List<Frame>, Long> sums) {
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
        profiles.add(new Stored(tenant, type, labels, timeMillis, new HashMap<>(sums)));
    }

    /** Sums by folded stack of the selected profiles, without those that are 0. */
    public SortedMap<String, Long> query(Selection selection, Naming naming) {
        TreeMap<String, Long> sums = new TreeMap<>();
        for (Stored profile : selected(selection)) {
            profile.sums().forEach((stack, value) -> {
                if (beginsWith(stack, selection.callSite())) {
                    sums.merge(fold(stack, naming), value, Long::sum);
                }
            });
        }
        sums.values().removeIf(sum -> sum == 0);
        return sums;
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
        Map<Labels, SortedMap<Long, Long>> groups = new HashMap<>();
        for (long t = request.startMillis(); t <= request.endMillis(); t += request.stepMillis()) {
            for (Stored profile : profiles) {
                boolean inStep = profile.timeMillis() > t - request.stepMillis() && profile.timeMillis() <= t;
                if (inStep && isSelectedWhenever(profile, selection)) {
                    Map<String, String> group = new TreeMap<>(profile.labels());
                    group.keySet().retainAll(request.groupBy());
                    groups.computeIfAbsent(Labels.of(group), labels -> new TreeMap<>())
                            .merge(t, profile.total(), Long::sum);
                }
            }
        }
        return groups;
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
