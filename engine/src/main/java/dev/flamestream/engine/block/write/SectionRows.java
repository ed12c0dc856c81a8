package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** Writes the rows of a run's sections. Text is turned into Parquet's form once for each string, not for each row. */
final class SectionRows {
    private final FrameTable frames;
    private final Binary[] frameTexts;
    private final Map<String, Binary> texts = new HashMap<>();

    SectionRows(FrameTable frames) {
        this.frames = frames;
        this.frameTexts = new Binary[frames.strings().count()];
    }

    /** One row for each profile, in the section's order. */
    void writeProfiles(BufferedSection section, int ordinal, RowGroups target) throws IOException {
        target.beginSection(section.profileBytes());
        ProfileRows rows = section.profiles();
        for (int row = 0; row < rows.count(); row++) {
            target.beginRow(section.profileBytes(row));
            writeKey(section, ordinal, rows.total(row), target);
            target.put(BlockColumn.TIME, rows.timeMillis(row));
            putUnlessZero(target, BlockColumn.DURATION_NANOS, rows.durationNanos(row));
            putUnlessZero(target, BlockColumn.PERIOD, rows.period(row));
            writeLabels(rows.labels(row), target);
            target.put(BlockColumn.STACKS, Binary.fromConstantByteArray(rows.stacks(row)));
            target.put(BlockColumn.VALUES, Binary.fromConstantByteArray(rows.values(row)));
            if (rows.profileId(row).isEmpty()) {
                target.putNull(BlockColumn.PROFILE_ID);
            } else {
                target.put(BlockColumn.PROFILE_ID, Binary.fromString(rows.profileId(row)));
            }
            if (rows.spans(row).length == 0) {
                target.putNull(BlockColumn.SPANS);
            } else {
                target.put(BlockColumn.SPANS, Binary.fromConstantByteArray(rows.spans(row)));
            }
            target.endRow();
        }
    }

    /** One row for each node, in pre-order. */
    void writeNodes(BufferedSection section, int ordinal, RowGroups target) throws IOException {
        target.beginSection(section.nodeBytes());
        PreOrderTree tree = section.tree();
        long[] totals = tree.totals();
        for (int node = 0; node < tree.count(); node++) {
            target.beginRow(BufferedSection.NODE_ROW_BYTES);
            writeKey(section, ordinal, totals[node], target);
            target.put(BlockColumn.DEPTH, tree.depth()[node]);
            if (tree.endsStack()[node]) {
                target.put(BlockColumn.SELF, tree.self()[node]);
            } else {
                target.putNull(BlockColumn.SELF);
            }
            if (node == 0) {
                writeRootFrame(target);
            } else {
                writeFrame(tree.frame()[node], target);
            }
            target.endRow();
        }
    }

    private void writeKey(BufferedSection section, int ordinal, long total, RowGroups target) {
        target.put(BlockColumn.SERVICE_NAME, text(section.summary().serviceName()));
        target.put(
                BlockColumn.PROFILE_TYPE, text(section.summary().profileType().id()));
        target.put(BlockColumn.SECTION, ordinal);
        target.put(BlockColumn.TOTAL, total);
    }

    private void writeLabels(Labels labels, RowGroups target) {
        if (labels.size() == 0) {
            target.putNoLabels();
            return;
        }
        boolean isFirst = true;
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            target.putLabel(isFirst, text(label.getKey()), text(label.getValue()));
            isFirst = false;
        }
    }

    private void writeFrame(int frame, RowGroups target) {
        putText(target, BlockColumn.FUNCTION, frames.function(frame));
        putText(target, BlockColumn.MAPPING, frames.mapping(frame));
        putUnlessZero(target, BlockColumn.ADDRESS, frames.address(frame));
        putText(target, BlockColumn.SYSTEM_NAME, frames.systemName(frame));
        putText(target, BlockColumn.FILE, frames.file(frame));
        putUnlessZero(target, BlockColumn.LINE, frames.line(frame));
        putUnlessZero(target, BlockColumn.START_LINE, frames.startLine(frame));
        putText(target, BlockColumn.BUILD_ID, frames.buildId(frame));
        target.put(BlockColumn.INLINED, frames.inlined(frame));
    }

    private static void writeRootFrame(RowGroups target) {
        target.putNull(BlockColumn.FUNCTION);
        target.putNull(BlockColumn.MAPPING);
        target.putNull(BlockColumn.ADDRESS);
        target.putNull(BlockColumn.SYSTEM_NAME);
        target.putNull(BlockColumn.FILE);
        target.putNull(BlockColumn.LINE);
        target.putNull(BlockColumn.START_LINE);
        target.putNull(BlockColumn.BUILD_ID);
        target.putNull(BlockColumn.INLINED);
    }

    private void putText(RowGroups target, BlockColumn column, int string) {
        if (string == StringTable.EMPTY) {
            target.putNull(column);
            return;
        }
        Binary text = frameTexts[string];
        if (text == null) {
            text = Binary.fromConstantByteArray(frames.strings().getBytes(string));
            frameTexts[string] = text;
        }
        target.put(column, text);
    }

    private static void putUnlessZero(RowGroups target, BlockColumn column, long value) {
        if (value == 0) {
            target.putNull(column);
        } else if (column.coding() == BlockColumn.Coding.INT) {
            target.put(column, Math.toIntExact(value));
        } else {
            target.put(column, value);
        }
    }

    private Binary text(String text) {
        return texts.computeIfAbsent(text, Binary::fromString);
    }
}
