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
    private static final Comparator<HeadSection.Row> BY_SERIES_AND_TIME = Comparator.comparingInt(
                    (HeadSection.Row row) -> row.row().series)
            .thenComparingLong(row -> row.row().timeMillis);

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
        // A series' profiles are asked for together, and resemble each other: together they take the fewest pages and
        // bytes.
        this.rows.sort(BY_SERIES_AND_TIME);
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
        for (HeadSection.Row row : rows) {
            long[] values = row.row().values(row.type());
            int[] nodes = values.length == 0 ? new int[0] : row.row().nodes();
            for (int i = 0; i < nodes.length; i++) {
                if (values[i] != 0) {
                    self[nodes[i]] = SaturatingMath.add(self[nodes[i]], values[i]);
                    ends[nodes[i]] = true;
                    common = common == 1 ? 1 : Units.common(common, values[i]);
                }
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
        for (int i = 0; i < count; i++) {
            HeadRow row = rows.get(i).row();
            columns.seriesIndex[i] = seriesNumbers.computeIfAbsent(row.series, number -> {
                series.add(shape.tables().series(number));
                return series.size() - 1;
            });
            columns.timeMillis[i] = row.timeMillis;
            columns.durationNanos[i] = row.durationNanos;
            columns.period[i] = row.period;
            columns.profileId[i] = row.id;
            packSamples(columns, i);
        }
        columns.series = series;
        return columns.build();
    }

    private void packSamples(ProfileRows.Columns columns, int i) {
        HeadRow row = rows.get(i).row();
        int type = rows.get(i).type();
        long[] all = row.values(type);
        int[] nodes = all.length == 0 ? new int[0] : row.nodes();
        // Ordinal in the high half and the place in the low, to bring the values along when sorting by ordinal.
        long[] order = new long[nodes.length];
        int count = 0;
        for (int place = 0; place < nodes.length; place++) {
            if (all[place] != 0) {
                order[count++] = (long) ordinals[nodes[place]] << 32 | place;
            }
        }
        Arrays.sort(order, 0, count);
        int[] stacks = new int[count];
        long[] values = new long[count];
        long total = 0;
        for (int s = 0; s < count; s++) {
            stacks[s] = (int) (order[s] >>> 32);
            values[s] = all[(int) order[s]];
            total = SaturatingMath.add(total, values[s]);
        }
        columns.total[i] = total;
        columns.stacks[i] = PackedSamples.packStacks(stacks, count);
        columns.values[i] = PackedSamples.packValues(values, count, unit);
        columns.spans[i] = packSpans(row, type);
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
