package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** Writes the rows of a run's sections. Text is turned into Parquet's form once for each string, not for each row. */
final class SectionRows {
    private final FrameTable frames;
    private final Map<String, Binary> texts = new HashMap<>();
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Integer> keyNumbers = new HashMap<>();

    SectionRows(FrameTable frames) {
        this.frames = frames;
    }

    /** One row for each profile, in the section's order. */
    void writeProfiles(BufferedSection section, int ordinal, ProfileRowGroups target) throws IOException {
        target.beginSection(section.profileBytes());
        ProfileRows rows = section.profiles();
        for (int row = 0; row < rows.count(); row++) {
            target.beginRow(section.profileBytes(row));
            target.put(BlockColumn.SERVICE_NAME, text(section.summary().serviceName()));
            target.put(
                    BlockColumn.PROFILE_TYPE,
                    text(section.summary().profileType().id()));
            target.put(BlockColumn.SECTION, ordinal);
            target.put(BlockColumn.TOTAL, rows.total(row));
            target.put(BlockColumn.TIME, rows.timeMillis(row));
            target.putUnlessZero(BlockColumn.DURATION_NANOS, rows.durationNanos(row));
            target.putUnlessZero(BlockColumn.PERIOD, rows.period(row));
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

    private void writeLabels(Labels labels, ProfileRowGroups target) {
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

    /** One row for each node, in pre-order. */
    void writeNodes(BufferedSection section, int ordinal, NodeRowGroups target) throws IOException {
        target.beginSection(section.nodeBytes());
        PreOrderTree tree = section.tree();
        long[] totals = tree.totals();
        int service = key(section.summary().serviceName());
        int type = key(section.summary().profileType().id());
        for (int node = 0; node < tree.count(); node++) {
            target.beginRow(BufferedSection.NODE_ROW_BYTES);
            target.put(BlockColumn.SERVICE_NAME, service);
            target.put(BlockColumn.PROFILE_TYPE, type);
            target.put(BlockColumn.SECTION, ordinal);
            target.put(BlockColumn.TOTAL, totals[node]);
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

    /** The empty string has number 0, so that it is no text. */
    private void writeFrame(int frame, NodeRowGroups target) throws IOException {
        target.putUnlessZero(BlockColumn.FUNCTION, frames.function(frame));
        target.putUnlessZero(BlockColumn.MAPPING, frames.mapping(frame));
        target.putUnlessZero(BlockColumn.ADDRESS, frames.address(frame));
        target.putUnlessZero(BlockColumn.SYSTEM_NAME, frames.systemName(frame));
        target.putUnlessZero(BlockColumn.FILE, frames.file(frame));
        target.putUnlessZero(BlockColumn.LINE, frames.line(frame));
        target.putUnlessZero(BlockColumn.START_LINE, frames.startLine(frame));
        target.putUnlessZero(BlockColumn.BUILD_ID, frames.buildId(frame));
        target.put(BlockColumn.INLINED, frames.inlined(frame) ? 1 : 0);
    }

    private static void writeRootFrame(NodeRowGroups target) throws IOException {
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

    /** Names of services and profile types, by the numbers that {@link #writeNodes} gives them. */
    List<String> keys() {
        return keys;
    }

    private int key(String text) {
        return keyNumbers.computeIfAbsent(text, added -> {
            keys.add(added);
            return keys.size() - 1;
        });
    }

    private Binary text(String text) {
        return texts.computeIfAbsent(text, Binary::fromString);
    }
}
