package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.merge.MergedTree;
import java.util.List;

/**
 * What each function costs by itself and with all it calls.
 *
 * @param rows by self descending, then by name
 * @param total sum of all stacks
 */
@SuppressWarnings("DoNotCallSuggester")
public record FunctionTable(List<Row> rows, long total) {
    /**
     * One function.
     *
     * @param name display name
     * @param self sum of the stacks that end in it
     * @param total sum of the stacks that it is in, each once however often it recurs there
     */
    public record Row(String name, long self, long total) {}

    public FunctionTable {
        rows = List.copyOf(rows);
    }

    /** The functions of a tree, merged by name or by frame. */
    public static FunctionTable of(MergedTree merged) {
        throw new UnsupportedOperationException(merged.toString());
    }
}
