package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.tree.FrameTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the node rows of one section, slice by slice, into a tree. */
final class TreeReader {
    private final FrameDetail detail;
    private final boolean hasUnsymbolized;
    private final FrameTable frames;
    private final int[] depth;
    private final int[] frame;
    private final boolean[] endsStack;
    private final long[] self;
    private int filled;

    /** Frames are interned into the table. */
    TreeReader(StoredSection section, FrameDetail detail, FrameTable frames) {
        int nodeCount = section.summary().nodeCount();
        this.detail = detail;
        this.frames = frames;
        this.hasUnsymbolized = section.unsymbolizedCount() > 0;
        this.depth = new int[nodeCount];
        this.frame = new int[nodeCount];
        this.endsStack = new boolean[nodeCount];
        this.self = new long[nodeCount];
    }

    /** The columns that the detail takes. */
    List<BlockColumn> columns() {
        List<BlockColumn> columns = new ArrayList<>(List.of(BlockColumn.DEPTH, BlockColumn.SELF, BlockColumn.FUNCTION));
        if (hasUnsymbolized || detail == FrameDetail.FULL) {
            columns.add(BlockColumn.MAPPING);
            columns.add(BlockColumn.ADDRESS);
        }
        if (detail == FrameDetail.FULL) {
            columns.addAll(List.of(
                    BlockColumn.SYSTEM_NAME,
                    BlockColumn.FILE,
                    BlockColumn.LINE,
                    BlockColumn.START_LINE,
                    BlockColumn.BUILD_ID,
                    BlockColumn.INLINED));
        }
        return columns;
    }

    /** Reads the next rows. */
    void read(RowGroupSlice slice) throws IOException {
        slice.readInts(BlockColumn.DEPTH, depth, filled);
        slice.readLongs(BlockColumn.SELF, self, endsStack, filled);
        if (detail == FrameDetail.FULL) {
            readFrames(slice);
        } else {
            readNames(slice);
        }
        filled += slice.rowCount();
    }

    /** What was read, which is not checked yet. */
    PreOrderTree tree() {
        return new PreOrderTree(frames, depth, frame, endsStack, self);
    }

    /** A frame has its display name for a function and no more. Nodes of one function have one frame, so that a dictionary id stands for a frame and rows need no look-up. */
    private void readNames(RowGroupSlice slice) throws IOException {
        TextDictionary functions = slice.dictionary(BlockColumn.FUNCTION);
        slice.readIds(BlockColumn.FUNCTION, functions.count(), frame, filled);
        if (frames.count() == 0) {
            functions.reserve(frames.strings());
            frames.reserve(functions.count());
        }
        int[] frameOf = new int[functions.count()];
        Arrays.fill(frameOf, -1);
        for (int node = filled; node < filled + slice.rowCount(); node++) {
            int id = frame[node];
            if (id >= 0) {
                if (frameOf[id] < 0) {
                    frameOf[id] = frames.internFunction(functions.intern(id, frames.strings()));
                }
                frame[node] = frameOf[id];
            }
        }
        if (hasUnsymbolized) {
            nameUnsymbolized(slice);
        }
    }

    private void nameUnsymbolized(RowGroupSlice slice) throws IOException {
        int rows = slice.rowCount();
        TextDictionary mappings = slice.dictionary(BlockColumn.MAPPING);
        int[] mapping = new int[rows];
        long[] address = new long[rows];
        slice.readIds(BlockColumn.MAPPING, mappings.count(), mapping, 0);
        slice.readLongs(BlockColumn.ADDRESS, address, 0);
        // Many nodes of few addresses: a name is spelled out once for each.
        FrameTable spelled = new FrameTable();
        int[] named = new int[rows];
        for (int row = 0; row < rows; row++) {
            if (frame[filled + row] < 0 && filled + row > 0) {
                int binary = mappings.intern(mapping[row], spelled.strings());
                int known = spelled.count();
                int raw = spelled.intern(0, 0, 0, 0, 0, binary, 0, address[row], false);
                if (raw == known) {
                    named[raw] = frames.internFunction(frames.strings().intern(spelled.displayName(raw)));
                }
                frame[filled + row] = named[raw];
            }
        }
    }

    private void readFrames(RowGroupSlice slice) throws IOException {
        int[] function = texts(slice, BlockColumn.FUNCTION);
        int[] systemName = texts(slice, BlockColumn.SYSTEM_NAME);
        int[] file = texts(slice, BlockColumn.FILE);
        int[] mapping = texts(slice, BlockColumn.MAPPING);
        int[] buildId = texts(slice, BlockColumn.BUILD_ID);
        int[] line = new int[slice.rowCount()];
        int[] startLine = new int[slice.rowCount()];
        long[] address = new long[slice.rowCount()];
        boolean[] inlined = new boolean[slice.rowCount()];
        slice.readInts(BlockColumn.LINE, line, 0);
        slice.readInts(BlockColumn.START_LINE, startLine, 0);
        slice.readLongs(BlockColumn.ADDRESS, address, 0);
        slice.readFlags(BlockColumn.INLINED, inlined, 0);
        for (int row = 0; row < slice.rowCount(); row++) {
            // The root, which has no frame.
            frame[filled + row] = filled + row == 0
                    ? -1
                    : frames.intern(
                            function[row],
                            systemName[row],
                            file[row],
                            line[row],
                            startLine[row],
                            mapping[row],
                            buildId[row],
                            address[row],
                            inlined[row]);
        }
    }

    /** The strings of a column as ids of the frames' own table. */
    private int[] texts(RowGroupSlice slice, BlockColumn column) throws IOException {
        TextDictionary dictionary = slice.dictionary(column);
        int[] ids = new int[slice.rowCount()];
        slice.readIds(column, dictionary.count(), ids, 0);
        for (int row = 0; row < ids.length; row++) {
            ids[row] = dictionary.intern(ids[row], frames.strings());
        }
        return ids;
    }
}
