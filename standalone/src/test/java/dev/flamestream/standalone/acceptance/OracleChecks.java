package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.NaiveDatabase;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.LabelMatcher.Operator;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.schemas.querier.SelectSeriesResponse;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import dev.flamestream.schemas.types.LabelPair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks a running process what it asks the naive database, and wants the same to the unit. */
final class OracleChecks {
    private final QuerierApi api;
    private final NaiveDatabase database;
    private final TimeRange everything;
    private final List<TimeRange> windows;

    OracleChecks(QuerierApi api, NaiveDatabase database, TimeRange everything, List<TimeRange> windows) {
        this.api = api;
        this.database = database;
        this.everything = everything;
        this.windows = windows;
    }

    /** Each type of each service as a whole, by function. */
    int wholeServices(String phase) throws IOException {
        int asked = 0;
        for (String tenant : OracleLoad.TENANTS) {
            for (String service : values(tenant, List.of(), Labels.SERVICE_NAME)) {
                List<LabelMatcher> matchers = List.of(LabelMatcher.equal(Labels.SERVICE_NAME, service));
                for (ProfileType type : types(tenant, matchers)) {
                    profile(phase, Selection.of(tenant, type, matchers, everything), Naming.FUNCTION);
                    asked++;
                }
            }
        }
        return asked;
    }

    /** Selections that a seed decides: windows and parts of them, pods, patterns and labels that samples bring. */
    void someSelections(String phase, long seed, int count) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            String tenant = OracleLoad.TENANTS.get(random.nextInt(OracleLoad.TENANTS.size()));
            List<ProfileType> types = types(tenant, List.of());
            Selection selection = Selection.of(
                    tenant, types.get(random.nextInt(types.size())), matchers(tenant, random), range(random));
            profile(phase + ", seed " + seed, selection, random.nextInt(3) == 0 ? Naming.LINE : Naming.FUNCTION);
        }
    }

    private List<LabelMatcher> matchers(String tenant, Random random) {
        List<String> services = List.copyOf(values(tenant, List.of(), Labels.SERVICE_NAME));
        String service = services.get(random.nextInt(services.size()));
        List<LabelMatcher> choices = List.of(
                LabelMatcher.equal(Labels.SERVICE_NAME, service),
                new LabelMatcher(Labels.SERVICE_NAME, Operator.NOT_EQUAL, service),
                LabelMatcher.equal("pod", "pod-" + random.nextInt(3)),
                new LabelMatcher("pod", Operator.MATCHES, "pod-[01]"),
                new LabelMatcher("pod", Operator.NOT_MATCHES, ".*-2"),
                new LabelMatcher("k8s.zone", Operator.EQUAL, ""),
                new LabelMatcher("thread", Operator.MATCHES, "worker-.+"));
        List<LabelMatcher> chosen = new ArrayList<>();
        for (int more = random.nextInt(3); more > 0; more--) {
            chosen.add(choices.get(random.nextInt(choices.size())));
        }
        return chosen;
    }

    private TimeRange range(Random random) {
        TimeRange window = windows.get(random.nextInt(windows.size()));
        long length = window.endMillis() - window.startMillis();
        return switch (random.nextInt(3)) {
            case 0 -> everything;
            case 1 -> window;
            default -> new TimeRange(window.startMillis() + random.nextLong(length), window.endMillis());
        };
    }

    private void profile(String phase, Selection selection, Naming naming) throws IOException {
        Map<String, Long> expected = database.query(selection, naming);

        Map<String, Long> found = api.profile(selection).whole().fold(0, naming);

        Sums.assertSame(phase + ", " + selection + " by " + naming, expected, found);
    }

    /** Totals over time of every type, by service and pod, coarse over everything and fine over each window. */
    void timelines(String phase) throws IOException {
        for (String tenant : OracleLoad.TENANTS) {
            for (ProfileType type : types(tenant, List.of())) {
                timeline(phase, Selection.of(tenant, type, List.of(), everything), 6 * 3_600_000L);
                for (TimeRange window : windows) {
                    timeline(phase, Selection.of(tenant, type, List.of(), window), 7_000);
                }
            }
        }
    }

    private void timeline(String phase, Selection selection, long stepMillis) throws IOException {
        SeriesRequest request = new SeriesRequest(
                selection.range().startMillis(),
                selection.range().endMillis(),
                stepMillis,
                List.of(Labels.SERVICE_NAME, "pod"),
                Aggregation.SUM,
                0);
        Map<String, Map<Long, Double>> expected = new TreeMap<>();
        database.timeline(selection, request)
                .forEach((group, points) -> points.forEach(
                        (time, sum) -> expected.computeIfAbsent(group.toString(), added -> new TreeMap<>())
                                .put(time, (double) sum)));

        SelectSeriesResponse response = api.timeline(selection, request).whole();

        Map<String, Map<Long, Double>> found = new TreeMap<>();
        response.getSeriesList().forEach(series -> {
            Map<Long, Double> points =
                    found.computeIfAbsent(labels(series.getLabelsList()).toString(), added -> new TreeMap<>());
            series.getPointsList().forEach(point -> points.put(point.getTimestamp(), point.getValue()));
        });
        expected.values().forEach(points -> points.values().removeIf(value -> value == 0));
        found.values().forEach(points -> points.values().removeIf(value -> value == 0));
        assertThat(found)
                .as("%s, timeline of %s, step %d ms", phase, selection, stepMillis)
                .isEqualTo(expected);
    }

    /** Types, label values and series of everything and of a service. */
    void catalog(String phase) throws IOException {
        for (String tenant : OracleLoad.TENANTS) {
            Set<String> types = new TreeSet<>();
            Selection all = ofAnyType(tenant, List.of());
            api.profileTypes(all).whole().getProfileTypesList().forEach(type -> types.add(type.getID()));
            assertThat(types).as("%s, profile types of %s", phase, tenant).isEqualTo(database.profileTypes(all));
            for (String service : values(tenant, List.of(), Labels.SERVICE_NAME)) {
                List<LabelMatcher> matchers = List.of(LabelMatcher.equal(Labels.SERVICE_NAME, service));
                series(phase, ofAnyType(tenant, matchers));
                for (String name : List.of(Labels.SERVICE_NAME, "pod", "thread", "__profile_type__", "nowhere")) {
                    Selection selection = ofAnyType(tenant, matchers);
                    assertThat(new TreeSet<>(
                                    api.labelValues(selection, name).whole().getNamesList()))
                            .as("%s, values of %s in %s", phase, name, selection)
                            .isEqualTo(values(tenant, matchers, name));
                }
            }
        }
    }

    private void series(String phase, Selection selection) throws IOException {
        Set<Labels> found = new HashSet<>();
        api.series(selection, List.of())
                .whole()
                .getLabelsSetList()
                .forEach(set -> found.add(labels(set.getLabelsList())));
        Set<Labels> expected = database.series(selection);
        assertThat(difference(expected, found))
                .as("%s, series of %s that are missing", phase, selection)
                .isEmpty();
        assertThat(difference(found, expected))
                .as("%s, series of %s that are too many", phase, selection)
                .isEmpty();
    }

    /** Sums of everything by profile type id, for those who look at the blocks themselves. */
    Map<String, Long> totals(String tenant) {
        Map<String, Long> totals = new TreeMap<>();
        for (ProfileType type : types(tenant, List.of())) {
            totals.put(
                    type.id(),
                    Sums.total(database.query(Selection.of(tenant, type, List.of(), everything), Naming.FUNCTION)));
        }
        return totals;
    }

    List<ProfileType> types(String tenant, List<LabelMatcher> matchers) {
        return database.profileTypes(ofAnyType(tenant, matchers)).stream()
                .flatMap(id -> ProfileType.parse(id).stream())
                .toList();
    }

    private Set<String> values(String tenant, List<LabelMatcher> matchers, String name) {
        Set<String> values = new TreeSet<>();
        database.series(ofAnyType(tenant, matchers))
                .forEach(series -> series.get(name).ifPresent(values::add));
        return values;
    }

    private Selection ofAnyType(String tenant, List<LabelMatcher> matchers) {
        return new Selection(tenant, Optional.empty(), matchers, everything, List.of());
    }

    private static Set<Labels> difference(Set<Labels> set, Set<Labels> subtracted) {
        Set<Labels> rest = new HashSet<>(set);
        rest.removeAll(subtracted);
        return rest;
    }

    private static Labels labels(Collection<LabelPair> pairs) {
        Map<String, String> labels = new TreeMap<>();
        pairs.forEach(pair -> labels.put(pair.getName(), pair.getValue()));
        return Labels.of(labels);
    }
}
