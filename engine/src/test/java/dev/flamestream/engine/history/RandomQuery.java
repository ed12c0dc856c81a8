package dev.flamestream.engine.history;

import dev.flamestream.engine.reference.NaiveDatabase;
import dev.flamestream.engine.reference.RandomProfiles;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.record.ProfileType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Queries that mostly find something of what a naive database holds. */
final class RandomQuery {
    private static final long END_MILLIS = History.WINDOWS * History.WINDOW_MILLIS;
    private static final ProfileType UNKNOWN = new ProfileType("p0", "nothing", "", "", "");

    private final Random random;
    private final NaiveDatabase naive;

    RandomQuery(Random random, NaiveDatabase naive) {
        this.random = random;
        this.naive = naive;
    }

    /** What is asked: of trees the selection, of timelines both. */
    record Query(Selection selection, SeriesRequest timeline) {}

    Query next() {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            matchers.add(RandomProfiles.matcher(random));
        }
        int start = random.nextInt((int) END_MILLIS);
        TimeRange range = random.nextBoolean()
                ? new TimeRange(0, END_MILLIS)
                : new TimeRange(start, start + 1 + random.nextInt((int) END_MILLIS));
        String tenant = random.nextInt(5) == 0 ? "globex" : "acme";
        Selection selection = new Selection(tenant, Optional.of(type(tenant)), matchers, range, List.of());
        selection = new Selection(tenant, selection.profileType(), matchers, range, callSite(selection));
        return new Query(selection, timeline());
    }

    private ProfileType type(String tenant) {
        Selection all = new Selection(tenant, Optional.empty(), List.of(), new TimeRange(0, END_MILLIS), List.of());
        List<String> types = List.copyOf(naive.profileTypes(all));
        return types.isEmpty()
                ? UNKNOWN
                : ProfileType.parse(types.get(random.nextInt(types.size()))).orElseThrow();
    }

    private List<String> callSite(Selection selection) {
        List<List<Frame>> stacks = naive.stacks(selection);
        if (stacks.isEmpty() || random.nextInt(3) > 0) {
            return List.of();
        }
        List<Frame> stack = stacks.get(random.nextInt(stacks.size()));
        List<String> names = new ArrayList<>();
        for (int depth = random.nextInt(Math.min(stack.size(), 4) + 1); depth > 0; depth--) {
            names.add(stack.get(names.size()).displayName());
        }
        return random.nextInt(9) == 0 ? List.of("nowhere") : names;
    }

    private SeriesRequest timeline() {
        int start = random.nextInt((int) END_MILLIS);
        int end = start + random.nextInt((int) END_MILLIS);
        List<String> groupBy = new ArrayList<>(List.of("pod", "thread", "__type__", "service_name", "nowhere"));
        groupBy.removeIf(label -> random.nextBoolean());
        Aggregation aggregation = random.nextBoolean() ? Aggregation.SUM : Aggregation.AVERAGE;
        return new SeriesRequest(start, end, 100 + random.nextInt(1_000), groupBy, aggregation, 0);
    }
}
