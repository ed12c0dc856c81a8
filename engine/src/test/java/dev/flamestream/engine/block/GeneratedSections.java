package dev.flamestream.engine.block;

import dev.flamestream.engine.section.LabelSummary;
import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.PackedSamples;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** Sections made up from a seed: every shape that a profiler sends, and some that it should not. */
public final class GeneratedSections {
    /** Monday, 2026-11-23, 12:00 UTC. */
    public static final long START_MILLIS = 1_795_435_200_000L;

    private final Random random;

    public GeneratedSections(long seed) {
        random = new Random(seed);
    }

    /** A section of a size between small and middling. */
    public MemorySection next(String tenant, String service, ProfileType type) {
        return next(tenant, service, type, 1 + random.nextInt(40), 1 + random.nextInt(60));
    }

    /** A section of a number of profiles over so many stacks, of which some may be equal. */
    public MemorySection next(String tenant, String service, ProfileType type, int profileCount, int stackCount) {
        UUID cut = new UUID(random.nextLong(), random.nextLong());
        return next(tenant, type, profileCount, stackCount, series(service, type), cut);
    }

    /** A section of a cut: a number of profiles of given series over so many stacks, of which some may be equal. */
    public MemorySection next(
            String tenant, ProfileType type, int profileCount, int stackCount, List<Labels> series, UUID cut) {
        FrameTable frames = new FrameTable();
        CallTree tree = new CallTree();
        long unit = random.nextBoolean() ? 1 : 10_000_000;
        List<int[]> nodesOfProfiles = new ArrayList<>();
        List<long[]> valuesOfProfiles = new ArrayList<>();
        int[] stackNodes = stacks(frames, tree, stackCount);
        boolean[] used = new boolean[tree.count()];
        for (int profile = 0; profile < profileCount; profile++) {
            int[] nodes = random.ints(random.nextInt(stackNodes.length + 1), 0, stackNodes.length)
                    .map(i -> stackNodes[i])
                    .distinct()
                    .toArray();
            long[] values = new long[nodes.length];
            for (int i = 0; i < nodes.length; i++) {
                // Negative values come from diffs and from producers that count frees.
                values[i] = unit * (random.nextInt(1000) - (random.nextInt(10) == 0 ? 500 : 0));
                tree.addSelf(nodes[i], values[i]);
                used[nodes[i]] = true;
            }
            nodesOfProfiles.add(nodes);
            valuesOfProfiles.add(values);
        }
        int[] order = tree.preOrder(frames::compare);
        PreOrderTree preOrder = preOrder(frames, tree, order, used);
        ProfileRows rows = rows(series, ordinals(order, used), nodesOfProfiles, valuesOfProfiles, unit);
        return new MemorySection(summary(tenant, type, cut, unit, preOrder, rows), preOrder, rows);
    }

    private int[] stacks(FrameTable frames, CallTree tree, int stackCount) {
        int[] nodes = new int[stackCount];
        for (int stack = 0; stack < nodes.length; stack++) {
            // One in forty is a deep recursion, one in forty is empty and counts at the root.
            int shape = random.nextInt(40);
            int depth = shape == 0 ? 1000 : shape == 1 ? 0 : 1 + random.nextInt(12);
            int node = CallTree.ROOT;
            for (int level = 0; level < depth; level++) {
                node = tree.child(node, frames.intern(depth == 1000 ? recursion() : frame()));
            }
            nodes[stack] = node;
        }
        return nodes;
    }

    private static Frame recursion() {
        return new Frame("fibonacci", "", "fib.c", 7, 3, "/bin/fib", "abc123", 0, false);
    }

    private Frame frame() {
        int n = random.nextInt(30);
        return switch (random.nextInt(5)) {
            case 0 -> new Frame("", "", "", 0, 0, "/usr/lib/libc-" + n % 3 + ".so.6", "b" + n % 3, 0x1000L + n, false);
            case 1 -> new Frame("", "", "", 0, 0, "", "", n == 0 ? -1L : n, false);
            case 2 -> new Frame("std::vec<" + n + ">", "_ZNSt3vec" + n, "vec.h", n, 0, "/bin/app", "", 0, true);
            case 3 -> new Frame("größe" + n + "\u0000\uD83D\uDD25", "", "ä.go", Integer.MAX_VALUE, 1, "", "", 0, false);
            default -> new Frame("main.f" + n, "", "main.go", n * 3, n, "/bin/app", "id", 0, false);
        };
    }

    private static PreOrderTree preOrder(FrameTable frames, CallTree tree, int[] order, boolean[] used) {
        int[] depthOf = new int[tree.count()];
        int[] depth = new int[order.length];
        int[] frame = new int[order.length];
        boolean[] ends = new boolean[order.length];
        long[] self = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            int node = order[i];
            depthOf[node] = node == CallTree.ROOT ? 0 : depthOf[tree.parent(node)] + 1;
            depth[i] = depthOf[node];
            frame[i] = tree.frame(node);
            ends[i] = used[node];
            self[i] = tree.self(node);
        }
        return new PreOrderTree(frames, depth, frame, ends, self);
    }

    private static int[] ordinals(int[] order, boolean[] used) {
        int[] ordinals = new int[order.length];
        int next = 0;
        for (int node : order) {
            ordinals[node] = used[node] ? next++ : -1;
        }
        return ordinals;
    }

    private ProfileRows rows(List<Labels> series, int[] ordinals, List<int[]> nodes, List<long[]> values, long unit) {
        int count = nodes.size();
        ProfileRows.Columns columns = new ProfileRows.Columns();
        columns.series = series;
        columns.seriesIndex = new int[count];
        columns.timeMillis = new long[count];
        columns.durationNanos = new long[count];
        columns.period = new long[count];
        columns.total = new long[count];
        columns.stacks = new byte[count][];
        columns.values = new byte[count][];
        columns.profileId = new String[count];
        columns.spans = new byte[count][];
        for (int row = 0; row < count; row++) {
            columns.seriesIndex[row] = random.nextInt(columns.series.size());
            columns.timeMillis[row] = START_MILLIS + 15_000L * row + random.nextInt(9_000);
            columns.durationNanos[row] = random.nextInt(3) == 0 ? 0 : 15_000_000_000L + random.nextInt(1000);
            columns.period[row] = random.nextInt(3) == 0 ? 0 : unit;
            columns.total[row] = Arrays.stream(values.get(row)).sum();
            int[] profileNodes = nodes.get(row);
            Integer[] byOrdinal = new Integer[profileNodes.length];
            Arrays.setAll(byOrdinal, i -> i);
            Arrays.sort(byOrdinal, (a, b) -> Integer.compare(ordinals[profileNodes[a]], ordinals[profileNodes[b]]));
            long[] profileValues = values.get(row);
            columns.stacks[row] = PackedSamples.packStacks(
                    Arrays.stream(byOrdinal)
                            .mapToInt(i -> ordinals[profileNodes[i]])
                            .toArray(),
                    byOrdinal.length);
            columns.values[row] = PackedSamples.packValues(
                    Arrays.stream(byOrdinal).mapToLong(i -> profileValues[i]).toArray(), byOrdinal.length, unit);
            columns.profileId[row] = random.nextInt(4) == 0 ? new UUID(random.nextLong(), row).toString() : "";
            columns.spans[row] = random.nextInt(4) == 0 ? bytes(25 + random.nextInt(60)) : new byte[0];
        }
        if (count % 8 == 0) {
            // Series after series, as heads make them.
            Arrays.setAll(columns.seriesIndex, row -> row * series.size() / count);
        }
        return columns.build();
    }

    private List<Labels> series(String service, ProfileType type) {
        List<Labels> series = new ArrayList<>();
        int pods = 1 + random.nextInt(5);
        for (int pod = 0; pod < pods; pod++) {
            TreeMap<String, String> labels = new TreeMap<>();
            labels.put(Labels.SERVICE_NAME, service);
            labels.put(Labels.PROFILE_NAME, type.name());
            labels.put("pod", service + "-" + Integer.toHexString(random.nextInt()));
            for (int i = random.nextInt(12); i > 0; i--) {
                labels.put("label_" + i, "value " + random.nextInt(5));
            }
            series.add(pod == 4 ? Labels.EMPTY : Labels.of(labels));
        }
        return series;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private SectionSummary summary(
            String tenant, ProfileType type, UUID cut, long unit, PreOrderTree tree, ProfileRows rows) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int row = 0; row < rows.count(); row++) {
            min = Math.min(min, rows.timeMillis(row));
            max = Math.max(max, rows.timeMillis(row));
        }
        String service = rows.series().get(0).value(Labels.SERVICE_NAME);
        LabelSummary labels = LabelSummary.of(rows.series());
        return new SectionSummary(tenant, service, type, cut, min, max, unit, rows.count(), tree.count(), labels);
    }
}
