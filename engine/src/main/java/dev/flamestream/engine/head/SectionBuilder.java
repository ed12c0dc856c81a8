package dev.flamestream.engine.head;

import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.PackedSamples;
import dev.flamestream.engine.section.PackedSpans;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.engine.tree.Units;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the tree and rows of one profile type of a head: nodes that the type has no values at are left out, the others are
 * put in pre-order, and each profile's samples are named by stack ordinal.
 *
 * <p>For one build. Not thread-safe.
 */
final class SectionBuilder {
    /** What is a difference comes behind what it adds to, since the sort is stable. */
    private static final Comparator<HeadSection.Row> BY_CHAIN =
            Comparator.comparingInt((HeadSection.Row row) -> row.row().series).thenComparingInt(HeadSection.Row::type);

    private final HeadShape shape;
    private final List<HeadSection.Row> rows;
    private final CallTree tree;
    private final long[] self;
    private final boolean[] ends;
    /** Stack ordinal by node; -1 where no stack of this type ends. */
    private final int[] ordinals;

    private long unit;

    SectionBuilder(HeadShape shape, List<HeadSection.Row> rows) {
        this.shape = shape;
        this.rows = new ArrayList<>(rows);
        this.rows.sort(BY_CHAIN);
        this.tree = shape.tables().tree;
        this.self = new long[tree.count()];
        this.ends = new boolean[tree.count()];
        this.ordinals = new int[tree.count()];
        Arrays.fill(ordinals, -1);
    }

    MemorySection build(SectionSummary draft) {
        addUp();
        PreOrderTree ordered = order();
        ProfileRows profiles = packRows();
        SectionSummary summary = new SectionSummary(
                draft.tenant(),
                draft.serviceName(),
                draft.profileType(),
                draft.cutId(),
                draft.minTimeMillis(),
                draft.maxTimeMillis(),
                unit,
                draft.profileCount(),
                ordered.count(),
                draft.labels());
        return new MemorySection(summary, ordered, profiles);
    }

    private void addUp() {
        long common = 0;
        RunningSamples samples = RunningSamples.byNode();
        for (HeadSection.Row row : rows) {
            samples.next(row.row(), row.type());
            int[] nodes = samples.stacks();
            long[] values = samples.values();
            for (int i = 0; i < samples.count(); i++) {
                self[nodes[i]] = SaturatingMath.add(self[nodes[i]], values[i]);
                ends[nodes[i]] = true;
                common = common == 1 ? 1 : Units.common(common, values[i]);
            }
        }
        unit = Math.max(common, 1);
    }

    private PreOrderTree order() {
        boolean[] used = ends.clone();
        used[CallTree.ROOT] = true;
        // Children come after their parents, so one backward pass marks every ancestor.
        for (int node = used.length - 1; node > CallTree.ROOT; node--) {
            used[tree.parent(node)] |= used[node];
        }
        int count = 0;
        for (boolean node : used) {
            count += node ? 1 : 0;
        }
        int[] depth = new int[count];
        int[] frame = new int[count];
        boolean[] endsStack = new boolean[count];
        long[] orderedSelf = new long[count];
        int[] depths = shape.depths();
        int at = 0;
        int ordinal = 0;
        for (int node : shape.preOrder()) {
            if (used[node]) {
                depth[at] = depths[node];
                frame[at] = tree.frame(node);
                endsStack[at] = ends[node];
                orderedSelf[at++] = self[node];
            }
            if (ends[node]) {
                ordinals[node] = ordinal++;
            }
        }
        return new PreOrderTree(shape.tables().frames, depth, frame, endsStack, orderedSelf);
    }

    private ProfileRows packRows() {
        ProfileRows.Columns columns = new ProfileRows.Columns();
        int count = rows.size();
        columns.seriesIndex = new int[count];
        columns.timeMillis = new long[count];
        columns.durationNanos = new long[count];
        columns.period = new long[count];
        columns.total = new long[count];
        columns.stacks = new byte[count][];
        columns.values = new byte[count][];
        columns.profileId = new String[count];
        columns.spans = new byte[count][];
        List<Labels> series = new ArrayList<>();
        Map<Integer, Integer> seriesNumbers = new HashMap<>();
        RunningSamples samples = RunningSamples.by(ordinals);
        int[] places = places();
        int before = 0;
        for (int i = 0; i < count; i++) {
            HeadRow row = rows.get(i).row();
            int place = places[i];
            columns.seriesIndex[place] = seriesNumbers.computeIfAbsent(row.series, number -> {
                series.add(shape.tables().series(number));
                return series.size() - 1;
            });
            columns.timeMillis[place] = row.timeMillis;
            columns.durationNanos[place] = row.durationNanos;
            columns.period[place] = row.period;
            columns.profileId[place] = row.id;
            samples.next(row, rows.get(i).type());
            columns.stacks[place] = samples.hasNewStacks()
                    ? PackedSamples.packStacks(samples.stacks(), samples.count())
                    : columns.stacks[before];
            columns.values[place] = PackedSamples.packValues(samples.values(), samples.count(), unit);
            columns.total[place] = total(samples);
            columns.spans[place] = packSpans(row, rows.get(i).type());
            before = place;
        }
        columns.series = series;
        return columns.build();
    }

    /**
     * Where each row stands in the section: a series' profiles are asked for together, and resemble each other, so that together and
     * in order of time they take the fewest pages and bytes.
     */
    private int[] places() {
        Integer[] order = new Integer[rows.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.comparingInt((Integer i) -> rows.get(i).row().series)
                        .thenComparingLong(i -> rows.get(i).row().timeMillis));
        int[] places = new int[order.length];
        for (int place = 0; place < order.length; place++) {
            places[order[place]] = place;
        }
        return places;
    }

    private static long total(RunningSamples samples) {
        long total = 0;
        for (int i = 0; i < samples.count(); i++) {
            total = SaturatingMath.add(total, samples.values()[i]);
        }
        return total;
    }

    private byte[] packSpans(HeadRow row, int type) {
        List<SpanSamples> spans = row.spans(type);
        if (spans.isEmpty()) {
            return new byte[0];
        }
        int[] nodes = row.nodes();
        PackedSpans.Writer writer = new PackedSpans.Writer();
        for (SpanSamples span : spans) {
            int[] stacks = new int[span.stacks.length];
            long[] values = new long[span.stacks.length];
            int count = 0;
            for (int i = 0; i < span.stacks.length; i++) {
                if (span.values[i] != 0 && ordinals[nodes[span.stacks[i]]] >= 0) {
                    stacks[count] = ordinals[nodes[span.stacks[i]]];
                    values[count++] = span.values[i];
                }
            }
            writer.add(span.ids, Arrays.copyOf(stacks, count), Arrays.copyOf(values, count));
        }
        return writer.finish();
    }
}
