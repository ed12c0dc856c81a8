package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.section.SeriesRuns;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the profile rows of one section, slice by slice. */
final class ProfileReader {
    private final RowDetail detail;
    private final SeriesRuns runs;
    private final ProfileRows.Columns columns = new ProfileRows.Columns();
    private final List<Labels> series = new ArrayList<>();
    private final Map<Labels, Integer> seriesIndex = new HashMap<>();
    private final byte[][] ids;
    private int filled;

    ProfileReader(StoredSection section, RowDetail detail) {
        int count = section.summary().profileCount();
        this.detail = detail;
        this.runs = section.runs();
        columns.seriesIndex = new int[count];
        columns.timeMillis = new long[count];
        columns.durationNanos = new long[count];
        columns.period = new long[count];
        columns.total = new long[count];
        int samples = detail == RowDetail.SAMPLES ? count : 0;
        columns.stacks = new byte[samples][];
        columns.values = new byte[samples][];
        columns.profileId = new String[samples];
        columns.spans = new byte[samples][];
        this.ids = new byte[samples][];
        takeRuns();
    }

    /** The columns that the detail takes. */
    List<BlockColumn> columns() {
        List<BlockColumn> wanted = new ArrayList<>(List.of(BlockColumn.TOTAL, BlockColumn.TIME));
        if (runs.count() == 0) {
            wanted.addAll(List.of(BlockColumn.LABEL_NAME, BlockColumn.LABEL_VALUE));
        }
        if (detail == RowDetail.SAMPLES) {
            wanted.addAll(List.of(
                    BlockColumn.DURATION_NANOS,
                    BlockColumn.PERIOD,
                    BlockColumn.STACKS,
                    BlockColumn.VALUES,
                    BlockColumn.PROFILE_ID,
                    BlockColumn.SPANS));
        }
        return wanted;
    }

    /** Reads the next rows. */
    void read(RowGroupSlice slice) throws IOException {
        slice.readLongs(BlockColumn.TOTAL, columns.total, filled);
        slice.readLongs(BlockColumn.TIME, columns.timeMillis, filled);
        if (runs.count() == 0) {
            readLabels(slice);
        }
        if (detail == RowDetail.SAMPLES) {
            slice.readLongs(BlockColumn.DURATION_NANOS, columns.durationNanos, filled);
            slice.readLongs(BlockColumn.PERIOD, columns.period, filled);
            slice.readBytes(BlockColumn.STACKS, columns.stacks, filled);
            slice.readBytes(BlockColumn.VALUES, columns.values, filled);
            slice.readBytes(BlockColumn.SPANS, columns.spans, filled);
            slice.readBytes(BlockColumn.PROFILE_ID, ids, filled);
            for (int row = filled; row < filled + slice.rowCount(); row++) {
                columns.profileId[row] = new String(ids[row], StandardCharsets.UTF_8);
            }
        }
        filled += slice.rowCount();
    }

    /** What was read, which is not checked yet. */
    ProfileRows rows() {
        columns.series = series;
        return columns.build();
    }

    /** The section index says of all rows at once whose they are; a timeline of a typical hour takes half of the time so. */
    private void takeRuns() {
        int row = 0;
        for (int run = 0; run < runs.count(); run++) {
            int end = row + runs.profileCount(run);
            Arrays.fill(columns.seriesIndex, row, end, indexOf(runs.labels(run)));
            row = end;
        }
    }

    private void readLabels(RowGroupSlice slice) throws IOException {
        TextDictionary names = slice.dictionary(BlockColumn.LABEL_NAME);
        TextDictionary values = slice.dictionary(BlockColumn.LABEL_VALUE);
        LabelSets sets = new LabelSets(
                slice.readIdLists(BlockColumn.LABEL_NAME, names.count()),
                slice.readIdLists(BlockColumn.LABEL_VALUE, values.count()));
        for (int row = 0; row < slice.rowCount(); row++) {
            if (!sets.isPaired(row)) {
                throw slice.corrupt(BlockColumn.LABEL_VALUE, "row " + row + " has not as many values as names");
            }
            int first = sets.firstRowLike(row);
            columns.seriesIndex[filled + row] =
                    first < row ? columns.seriesIndex[filled + first] : indexOf(sets.labels(row, names, values));
        }
    }

    private int indexOf(Labels labels) {
        return seriesIndex.computeIfAbsent(labels, missing -> {
            series.add(missing);
            return series.size() - 1;
        });
    }
}
