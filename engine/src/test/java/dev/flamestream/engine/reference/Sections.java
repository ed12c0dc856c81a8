package dev.flamestream.engine.reference;

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
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Writes a section from profiles given as text, for tests: {@code "main;parse 10"}. All values must be multiples of the unit. */
public final class Sections {
    /** The tenant, unless another is set. */
    public static final String TENANT = "acme";

    /** The service, unless another is set. */
    public static final String SERVICE = "shop";

    /** The profile type, unless another is set. */
    public static final ProfileType CPU = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");

    private record Row(Labels series, long timeMillis, Map<List<Frame>, Long> sums) {}

    private final List<Row> rows = new ArrayList<>();
    private final CallTree tree = new CallTree();
    private final FrameTable frames = new FrameTable();
    private final Map<Frame, Integer> frameIndexes = new HashMap<>();
    private final BitSet ends = new BitSet();
    private String tenant = TENANT;
    private String service = SERVICE;
    private ProfileType type = CPU;
    private UUID cutId = UUID.randomUUID();
    private long unit = 1;

    /** A section without profiles yet. */
    public static Sections section() {
        return new Sections();
    }

    /** Sets whose it is. */
    public Sections tenant(String name) {
        this.tenant = name;
        return this;
    }

    /** Sets the service. */
    public Sections service(String name) {
        this.service = name;
        return this;
    }

    /** Sets the profile type. */
    public Sections type(ProfileType profileType) {
        this.type = profileType;
        return this;
    }

    /** Sets the cut. */
    public Sections cut(UUID id) {
        this.cutId = id;
        return this;
    }

    /** Sets what values are multiples of. */
    public Sections unit(long divisor) {
        this.unit = divisor;
        return this;
    }

    /** Adds a profile of folded stacks; service_name is added to the labels. */
    public Sections profile(Labels series, long timeMillis, String... stacks) {
        return profile(series, timeMillis, stacks(stacks));
    }

    /** Adds a profile of full stacks, root first; service_name is added to the labels. */
    public Sections profile(Labels series, long timeMillis, Map<List<Frame>, Long> sums) {
        rows.add(new Row(series.with(Labels.SERVICE_NAME, service), timeMillis, new LinkedHashMap<>(sums)));
        return this;
    }

    /** Reads folded stacks such as {@code "main;parse 10"}; {@code " 5"} is a stack without frames. */
    public static Map<List<Frame>, Long> stacks(String... lines) {
        Map<List<Frame>, Long> sums = new LinkedHashMap<>();
        for (String line : lines) {
            int space = line.lastIndexOf(' ');
            List<Frame> stack = space == 0
                    ? List.of()
                    : Arrays.stream(line.substring(0, space).split(";", -1))
                            .map(Frame::named)
                            .toList();
            sums.merge(stack, Long.parseLong(line.substring(space + 1)), Long::sum);
        }
        return sums;
    }

    /** The section; nothing may be added afterwards. */
    public MemorySection build() {
        for (Row row : rows) {
            row.sums().forEach((stack, value) -> {
                int node = nodeOf(stack);
                tree.addSelf(node, value);
                ends.set(node);
            });
        }
        PreOrderTree columns = columns();
        ProfileRows profiles = profiles(ordinals());
        return new MemorySection(summary(columns.count()), columns, profiles);
    }

    private int nodeOf(List<Frame> stack) {
        int node = CallTree.ROOT;
        for (Frame frame : stack) {
            node = tree.child(node, frameIndexes.computeIfAbsent(frame, frames::intern));
        }
        return node;
    }

    private PreOrderTree columns() {
        int[] order = tree.preOrder(frames::compare);
        int[] depth = new int[order.length];
        int[] frame = new int[order.length];
        boolean[] endsStack = new boolean[order.length];
        long[] self = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            for (int node = order[i]; node != CallTree.ROOT; node = tree.parent(node)) {
                depth[i]++;
            }
            frame[i] = tree.frame(order[i]);
            endsStack[i] = ends.get(order[i]);
            self[i] = tree.self(order[i]);
        }
        return new PreOrderTree(frames, depth, frame, endsStack, self);
    }

    private int[] ordinals() {
        int[] ordinals = new int[tree.count()];
        int next = 0;
        for (int node : tree.preOrder(frames::compare)) {
            ordinals[node] = next;
            next += ends.get(node) ? 1 : 0;
        }
        return ordinals;
    }

    private ProfileRows profiles(int[] ordinals) {
        List<Labels> series = rows.stream().map(Row::series).distinct().toList();
        ProfileRows.Columns columns = new ProfileRows.Columns();
        int count = rows.size();
        columns.series = series;
        columns.seriesIndex =
                rows.stream().mapToInt(row -> series.indexOf(row.series())).toArray();
        columns.timeMillis = rows.stream().mapToLong(Row::timeMillis).toArray();
        columns.durationNanos = new long[count];
        columns.period = new long[count];
        columns.total = rows.stream()
                .mapToLong(row ->
                        row.sums().values().stream().mapToLong(Long::longValue).sum())
                .toArray();
        columns.stacks = new byte[count][];
        columns.values = new byte[count][];
        columns.profileId = new String[count];
        columns.spans = new byte[count][0];
        for (int i = 0; i < count; i++) {
            TreeMap<Integer, Long> byOrdinal = new TreeMap<>();
            rows.get(i).sums().forEach((stack, value) -> byOrdinal.put(ordinals[nodeOf(stack)], value));
            int[] stacks =
                    byOrdinal.keySet().stream().mapToInt(Integer::intValue).toArray();
            long[] values =
                    byOrdinal.values().stream().mapToLong(Long::longValue).toArray();
            columns.stacks[i] = PackedSamples.packStacks(stacks, stacks.length);
            columns.values[i] = PackedSamples.packValues(values, values.length, unit);
            columns.profileId[i] = "";
        }
        return columns.build();
    }

    private SectionSummary summary(int nodeCount) {
        return new SectionSummary(
                tenant,
                service,
                type,
                cutId,
                rows.stream().mapToLong(Row::timeMillis).min().orElseThrow(),
                rows.stream().mapToLong(Row::timeMillis).max().orElseThrow(),
                unit,
                rows.size(),
                nodeCount,
                LabelSummary.of(rows.stream().map(Row::series).distinct().toList()));
    }
}
