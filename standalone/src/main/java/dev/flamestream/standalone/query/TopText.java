package dev.flamestream.standalone.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The functions of a flame graph by their own value; a function that calls itself counts once a stack in its total. */
public final class TopText {
    private static final Comparator<Function> BY_SELF = Comparator.comparingLong(Function::self)
            .thenComparingLong(Function::total)
            .reversed()
            .thenComparing(Function::name);

    private final Map<String, long[]> selfAndTotal = new HashMap<>();
    private final Set<String> onPath = new HashSet<>();

    private TopText() {}

    /** A function's own value, and its value with all it calls. */
    public record Function(String name, long self, long total) {}

    /** The functions with the largest own values. */
    public static List<Function> functions(FlameNode root, int count) {
        TopText top = new TopText();
        root.children().forEach(top::add);
        List<Function> functions = new ArrayList<>();
        top.selfAndTotal.forEach((name, values) -> functions.add(new Function(name, values[0], values[1])));
        functions.sort(BY_SELF);
        return List.copyOf(functions.subList(0, Math.min(count, functions.size())));
    }

    /** A table of them. */
    public static List<String> lines(FlameNode root, int count, Quantity quantity) {
        if (root.total() == 0) {
            return List.of("no profiles in this time range");
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%9s %7s %9s %7s  %s", "self", "", "total", "", "function"));
        for (Function function : functions(root, count)) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%9s %5.1f %% %9s %5.1f %%  %s",
                    quantity.format(function.self),
                    100.0 * function.self / root.total(),
                    quantity.format(function.total),
                    100.0 * function.total / root.total(),
                    function.name));
        }
        return List.copyOf(lines);
    }

    private void add(FlameNode node) {
        long[] values = selfAndTotal.computeIfAbsent(node.name(), name -> new long[2]);
        values[0] += node.self();
        boolean outermost = onPath.add(node.name());
        if (outermost) {
            values[1] += node.total();
        }
        node.children().forEach(this::add);
        if (outermost) {
            onPath.remove(node.name());
        }
    }
}
