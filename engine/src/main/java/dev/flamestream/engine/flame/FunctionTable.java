package dev.flamestream.engine.flame;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.SaturatingMath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each function costs by itself and with all it calls. Values are exact, negative ones included.
 *
 * @param rows by self descending, then by name
 * @param total sum of all stacks
 */
public record FunctionTable(List<Row> rows, long total) {
    /**
     * One function.
     *
     * @param name display name
     * @param self sum of the stacks that end in it
     * @param total sum of the stacks that it is in, each once however often it recurs there
     */
    public record Row(String name, long self, long total) {}

    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::self).reversed().thenComparing(Row::name);

    public FunctionTable {
        rows = List.copyOf(rows);
    }

    /** The functions of a tree, merged by name or by frame. */
    public static FunctionTable of(MergedTree merged) {
        PreOrderTree tree = merged.inOrder();
        List<String> names = new ArrayList<>();
        int[] functionOfFrame = functionOfFrame(merged.frames(), names);
        long[] totals = tree.totals();
        long[] selfOfFunction = new long[names.size()];
        long[] totalOfFunction = new long[names.size()];
        int[] timesOnPath = new int[names.size()];
        int[] path = new int[tree.maxDepth() + 1];
        int open = 0;
        for (int node = 1; node < tree.count(); node++) {
            int depth = tree.depth()[node];
            for (; open >= depth; open--) {
                timesOnPath[path[open]]--;
            }
            int function = functionOfFrame[tree.frame()[node]];
            selfOfFunction[function] = SaturatingMath.add(selfOfFunction[function], tree.self()[node]);
            if (timesOnPath[function] == 0) {
                totalOfFunction[function] = SaturatingMath.add(totalOfFunction[function], totals[node]);
            }
            timesOnPath[function]++;
            path[++open] = function;
        }
        return new FunctionTable(rows(merged, functionOfFrame, names, selfOfFunction, totalOfFunction), totals[0]);
    }

    private static int[] functionOfFrame(FrameTable frames, List<String> names) {
        Map<String, Integer> functions = new HashMap<>();
        int[] functionOfFrame = new int[frames.count()];
        for (int frame = 0; frame < functionOfFrame.length; frame++) {
            String name = frames.displayName(frame);
            Integer known = functions.putIfAbsent(name, names.size());
            functionOfFrame[frame] = known == null ? names.size() : known;
            if (known == null) {
                names.add(name);
            }
        }
        return functionOfFrame;
    }

    private static List<Row> rows(
            MergedTree merged, int[] functionOfFrame, List<String> names, long[] self, long[] total) {
        boolean[] present = new boolean[names.size()];
        for (int node = 1; node < merged.tree().count(); node++) {
            present[functionOfFrame[merged.tree().frame(node)]] = true;
        }
        List<Row> rows = new ArrayList<>();
        for (int function = 0; function < present.length; function++) {
            if (present[function]) {
                rows.add(new Row(names.get(function), self[function], total[function]));
            }
        }
        rows.sort(ORDER);
        return rows;
    }
}
