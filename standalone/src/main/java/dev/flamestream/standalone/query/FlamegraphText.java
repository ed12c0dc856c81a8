package dev.flamestream.standalone.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A flame graph as an indented tree: share of the whole, value, a bar, and the function.
 *
 * <pre>
 * 100.0 %   12.3 s  ██████████  total
 *  62.1 %   7.64 s  ██████▏       main.main
 *  60.0 %   7.38 s  ██████          main.work
 * </pre>
 */
public final class FlamegraphText {
    private static final int BAR_CELLS = 10;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    /** Deeper than a terminal is wide; what lies past it is told in one line. */
    private static final int MAX_DEPTH = 60;

    private final Quantity quantity;
    private final double minShare;
    private final List<String> lines = new ArrayList<>();

    /** Boxes below the given share of the whole, 0 to 1, are left out. */
    public FlamegraphText(Quantity quantity, double minShare) {
        this.quantity = quantity;
        this.minShare = minShare;
    }

    /** The lines of a flame graph; a single one where it is empty. */
    public List<String> lines(FlameNode root) {
        lines.clear();
        if (root.total() == 0) {
            return List.of("no profiles in this time range");
        }
        add(root, root.total(), 0);
        return List.copyOf(lines);
    }

    private void add(FlameNode node, long whole, int depth) {
        lines.add(line(node, whole, depth));
        for (FlameNode child : node.children()) {
            if (child.total() >= minShare * whole) {
                if (depth == MAX_DEPTH) {
                    lines.add(" ".repeat(30 + 2 * depth) + "...");
                    return;
                }
                add(child, whole, depth + 1);
            }
        }
    }

    private String line(FlameNode node, long whole, int depth) {
        double share = (double) node.total() / whole;
        return String.format(
                Locale.ROOT,
                "%5.1f %% %9s  %-" + BAR_CELLS + "s  %s%s",
                100 * share,
                quantity.format(node.total()),
                bar(share),
                "  ".repeat(depth),
                node.name());
    }

    private static String bar(double share) {
        int eighths = (int) Math.round(share * BAR_CELLS * 8);
        String full = "█".repeat(eighths / 8);
        return eighths % 8 == 0 ? full : full + EIGHTHS.charAt(eighths % 8);
    }
}
