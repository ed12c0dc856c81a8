package dev.flamestream.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.select.merge.TreeMerger;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.engine.timeline.Timeline;
import dev.flamestream.engine.timeline.Timelines;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Demands that the engine and the naive database answer alike: each stack, each value, each point. */
public final class Agreement {
    private Agreement() {}

    /** The merged trees, by name and by frame, and the number of profiles. */
    public static void ofTrees(String where, SectionSet sections, NaiveDatabase naive, Selection selection)
            throws IOException, QueryLimitException {
        MergedTree byFrame = TreeMerger.mergeByFrame(sections, selection, QueryLimits.DEFAULT);
        MergedTree byName = TreeMerger.mergeByName(sections, selection, QueryLimits.DEFAULT);

        Collection<ExactSum> exact = naive.sums(selection, Function.identity()).values();
        checkMark(where, byFrame.partial(), exact);
        checkMark(where, byName.partial(), exact);
        assertThat(byFrame.profileCount()).as("%s: profiles", where).isEqualTo(naive.count(selection));
        assertThat(byName.profileCount()).as("%s: profiles", where).isEqualTo(naive.count(selection));
        ofSums(where + ", by frame", sums(byFrame, Function.identity()), naive.sums(selection, Function.identity()));
        ofSums(where + ", by name", sums(byName, Frame::function), naive.sums(selection, Frame::displayName));
    }

    /** The timelines. */
    public static void ofTimelines(
            String where, SectionSet sections, NaiveDatabase naive, Selection selection, SeriesRequest request)
            throws IOException, QueryLimitException {
        Timelines timelines = Timelines.of(sections, selection, request, QueryLimits.DEFAULT);
        Map<Labels, SortedMap<Long, NaiveDatabase.Point>> expected = naive.points(selection, request);

        List<ExactSum> exact = new ArrayList<>();
        expected.values().forEach(points -> points.values().forEach(point -> exact.add(point.sum())));
        checkMark(where, timelines.partial(), exact);
        assertThat(timelines.series())
                .as("%s: series", where)
                .extracting(Timeline::labels)
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
        for (Timeline timeline : timelines.series()) {
            SortedMap<Long, NaiveDatabase.Point> points = expected.getOrDefault(timeline.labels(), new TreeMap<>());
            assertThat(timeline.count()).as("%s: points", where).isEqualTo(points.size());
            for (int i = 0; i < timeline.count(); i++) {
                NaiveDatabase.Point point = points.get(timeline.timeMillis(i));
                if (point == null) {
                    fail(where + ": " + timeline.labels() + " has a point at " + timeline.timeMillis(i));
                } else if (!isMean(point, timeline.value(i), request.aggregation())) {
                    fail(where + ": " + timeline.labels() + " at " + timeline.timeMillis(i) + ": expected "
                            + point.sum() + " of " + point.count() + ", found " + timeline.value(i));
                }
            }
        }
    }

    /** Nothing is missing; a sum past 64 bits is marked, and where all magnitudes together fit nothing is. */
    private static void checkMark(String where, List<PartialReason> partial, Collection<ExactSum> exact) {
        assertThat(partial)
                .as(where)
                .extracting(PartialReason::cause)
                .allMatch(PartialReason.Cause.SUM_OVERFLOW::equals);
        if (exact.stream().anyMatch(ExactSum::isPast64Bits)) {
            assertThat(partial).as("%s: mark of a sum past 64 bits", where).isNotEmpty();
        }
        BigInteger magnitudes = exact.stream().map(ExactSum::magnitude).reduce(BigInteger.ZERO, BigInteger::add);
        if (magnitudes.bitLength() < Long.SIZE - 1) {
            assertThat(partial).as("%s: mark without need", where).isEmpty();
        }
    }

    private static boolean isMean(NaiveDatabase.Point point, double found, Aggregation aggregation) {
        int count = aggregation == Aggregation.SUM ? 1 : point.count();
        return found == (double) point.sum().saturated() / count
                || (!point.sum().isSingle() && Math.abs(found) * count <= 0x1p64);
    }

    private static <T> void ofSums(String where, Map<List<T>, Long> found, Map<List<T>, ExactSum> expected) {
        Map<List<T>, ExactSum> missing = new HashMap<>(expected);
        found.forEach((stack, value) -> {
            ExactSum sum = missing.remove(stack);
            if (sum == null || !sum.allows(value)) {
                fail(where + ": expected " + sum + ", found " + value + " at " + excerpt(stack));
            }
        });
        missing.forEach((stack, sum) -> {
            if (!sum.allows(0)) {
                fail(where + ": expected " + sum + ", found nothing at " + excerpt(stack));
            }
        });
    }

    private static <T> Map<List<T>, Long> sums(MergedTree merged, Function<Frame, T> form) {
        PreOrderTree tree = merged.inOrder();
        Map<List<T>, Long> sums = new HashMap<>();
        List<T> path = new ArrayList<>();
        for (int node = 0; node < tree.count(); node++) {
            if (node > 0) {
                path.subList(tree.depth()[node] - 1, path.size()).clear();
                path.add(form.apply(tree.frames().get(tree.frame()[node])));
            }
            if (tree.self()[node] != 0) {
                sums.put(List.copyOf(path), tree.self()[node]);
            }
        }
        return sums;
    }

    private static String excerpt(List<?> stack) {
        return stack.size() <= 8 ? stack.toString() : stack.size() + " frames from " + stack.subList(0, 8);
    }
}
