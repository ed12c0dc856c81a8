package dev.flamestream.standalone.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One box of a flame graph with the boxes above it, heaviest first. */
public record FlameNode(String name, long total, long self, List<FlameNode> children) {
    /** Numbers for each box in an answer: distance to the box before it, total, self, index of its name. */
    private static final int FIELDS = 4;

    /** Copies the children. */
    public FlameNode {
        children = List.copyOf(children);
    }

    /**
     * Reads the answer's rows. A box's parent is the one in the row below whose span its own lies in: rows give positions
     * and no parents.
     */
    public static FlameNode of(JsonNode flamegraph) throws QueryFailure {
        List<String> names = new ArrayList<>();
        flamegraph.path("names").forEach(name -> names.add(name.asText()));
        List<Open> below = List.of();
        Open root = new Open(new Box("total", 0, flamegraph.path("total").asLong(), 0), new ArrayList<>());
        for (JsonNode level : flamegraph.path("levels")) {
            List<Open> row = row(level.path("values"), names);
            if (below.isEmpty()) {
                if (row.size() != 1) {
                    throw new QueryFailure("flame graph: expected one root, found " + row.size());
                }
                root = row.get(0);
            } else {
                attach(row, below);
            }
            below = row;
        }
        return root.close();
    }

    private static List<Open> row(JsonNode values, List<String> names) throws QueryFailure {
        if (values.size() % FIELDS != 0) {
            throw new QueryFailure(
                    "flame graph: expected rows of " + FIELDS + " numbers a box, found " + values.size());
        }
        List<Open> row = new ArrayList<>();
        long end = 0;
        for (int i = 0; i < values.size(); i += FIELDS) {
            long start = end + values.get(i).asLong();
            long total = values.get(i + 1).asLong();
            int name = values.get(i + 3).asInt();
            if (name < 0 || name >= names.size()) {
                throw new QueryFailure("flame graph: box names " + name + ", there are " + names.size());
            }
            row.add(new Open(
                    new Box(names.get(name), start, total, values.get(i + 2).asLong()), new ArrayList<>()));
            end = start + total;
        }
        return row;
    }

    private static void attach(List<Open> row, List<Open> below) {
        int parent = 0;
        for (Open open : row) {
            while (parent < below.size() - 1 && below.get(parent).box.end() <= open.box.start) {
                parent++;
            }
            below.get(parent).children.add(open);
        }
    }

    /** One box where it stands in its row. */
    private record Box(String name, long start, long total, long self) {
        long end() {
            return start + total;
        }
    }

    /** A box whose children are still being read. */
    private record Open(Box box, List<Open> children) {
        FlameNode close() {
            List<FlameNode> closed = new ArrayList<>();
            children.forEach(child -> closed.add(child.close()));
            closed.sort((a, b) -> Long.compare(b.total, a.total));
            return new FlameNode(box.name, box.total, box.self, closed);
        }
    }
}
