package dev.flamestream.engine.select;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.schemas.record.Labels;
import java.util.BitSet;

/** Which rows of a section a selection takes: labels are looked at once for each series, times once for each row. */
public final class SelectedRows {
    private final TimeRange range;
    private final ProfileRows rows;
    private final boolean[] seriesSelected;

    private SelectedRows(TimeRange range, ProfileRows rows, boolean[] seriesSelected) {
        this.range = range;
        this.rows = rows;
        this.seriesSelected = seriesSelected;
    }

    /** The rows of a section that {@link SectionFilter} does not rule out. */
    public static SelectedRows of(Selection selection, SectionSummary section, ProfileRows rows)
            throws CorruptBlockException {
        check(section, rows);
        boolean[] seriesSelected = new boolean[rows.series().size()];
        Labels derived = SeriesLabels.derived(section);
        for (int i = 0; i < seriesSelected.length; i++) {
            Labels labels = rows.series().get(i);
            seriesSelected[i] = selection.matchers().stream()
                    .allMatch(matcher -> matcher.matches(SeriesLabels.value(derived, labels, matcher.name())));
        }
        return new SelectedRows(selection.range(), rows, seriesSelected);
    }

    /** Whether a row is selected. */
    public boolean contains(int row) {
        return seriesSelected[rows.seriesIndex(row)] && range.contains(rows.timeMillis(row));
    }

    /** The selected rows. */
    public BitSet rows() {
        BitSet selected = new BitSet(rows.count());
        for (int row = 0; row < rows.count(); row++) {
            selected.set(row, contains(row));
        }
        return selected;
    }

    /** Number of selected rows. */
    public int count() {
        int count = 0;
        for (int row = 0; row < rows.count(); row++) {
            count += contains(row) ? 1 : 0;
        }
        return count;
    }

    /** For each of the rows' series, whether a row of it is selected. */
    public boolean[] seriesWithRows() {
        boolean[] found = new boolean[seriesSelected.length];
        for (int row = 0; row < rows.count(); row++) {
            found[rows.seriesIndex(row)] |= contains(row);
        }
        return found;
    }

    private static void check(SectionSummary section, ProfileRows rows) throws CorruptBlockException {
        int seriesCount = rows.series().size();
        for (int row = 0; row < rows.count(); row++) {
            int index = rows.seriesIndex(row);
            if (index < 0 || index >= seriesCount) {
                throw SectionFault.corrupt(
                        section, "profile rows, row " + row, "names series " + index + " of " + seriesCount);
            }
        }
    }
}
