package dev.flamestream.engine.head;

import dev.flamestream.schemas.record.Labels;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The in-memory side of a head log that is being written: it knows which strings, frames, nodes and stacks the log holds, so
 * that a profile appends only what is new.
 *
 * <p>It can always be thrown away and rebuilt by {@link #replay}. Not thread-safe.
 */
public final class HeadIndex {
    final HeadTables tables;
    /** Nodes by the hashes of stacks. */
    final ContentIndex stacks = new ContentIndex();
    /** Places in {@link #runs} by the hashes of locations. */
    final ContentIndex locations = new ContentIndex();

    final FrameRuns runs = new FrameRuns();
    final LastRows lastRows = new LastRows(LastRows.MAX_BYTES);
    private int profileCount;
    private long logBytes;
    private long differenceValues;
    /** How much of the tables is in the log already. */
    int loggedStrings = 1;

    int loggedFrames;
    int loggedNodes = 1;

    private HeadIndex(HeadTables tables) {
        this.tables = tables;
    }

    /** The index of a log that is empty; {@link #header} must become its first element. */
    public static HeadIndex open(HeadKey key, UUID cutId, Labels grouping) {
        return new HeadIndex(new HeadTables(key, cutId, grouping));
    }

    /** Rebuilds the index from a log's elements, after a restore. Costs a small part of what ingesting them did. */
    public static HeadIndex replay(List<byte[]> elements) throws CorruptHeadException {
        HeadLogDecoder decoder = HeadLogDecoder.begin(elements);
        HeadIndex index = new HeadIndex(decoder.tables());
        index.noteAppended(elements.get(0).length, false);
        for (int i = 1; i < elements.size(); i++) {
            decoder.profile(elements.get(i));
            index.noteAppended(elements.get(i).length, true);
        }
        decoder.series().copyTo(index.lastRows);
        index.noteDifference(decoder.series().differenceValues());
        index.markLogged();
        return index;
    }

    /** The log's first element. */
    public byte[] header() {
        ElementWriter writer = new ElementWriter();
        writer.begin(HeadLogFormat.HEADER);
        for (long half : new long[] {tables.cutId.getMostSignificantBits(), tables.cutId.getLeastSignificantBits()}) {
            writer.putBytes(ByteBuffer.allocate(Long.BYTES).putLong(half).array());
        }
        byte[] key = tables.key.toBytes();
        writer.put(key.length);
        writer.putBytes(key);
        writer.put(tables.grouping.size());
        for (Map.Entry<String, String> label : tables.grouping.asMap().entrySet()) {
            writer.putText(label.getKey());
            writer.putText(label.getValue());
        }
        byte[] element = writer.finish();
        noteAppended(element.length, false);
        return element;
    }

    /** The id under which the log's cut will be known. */
    public UUID cutId() {
        return tables.cutId;
    }

    /** Number of profiles in the log. */
    public int profileCount() {
        return profileCount;
    }

    /** Bytes of the log, header included. */
    public long logBytes() {
        return logBytes;
    }

    /** Values of all profiles that are written as differences, unchanged ones too: there are so many to read, however small the log. */
    public long differenceValues() {
        return differenceValues;
    }

    /** Bytes of memory this index holds, to within a few. */
    public long sizeBytes() {
        return tables.sizeBytes()
                + stacks.sizeBytes()
                + locations.sizeBytes()
                + runs.sizeBytes()
                + lastRows.sizeBytes();
    }

    void noteAppended(int elementBytes, boolean isProfile) {
        logBytes += elementBytes;
        profileCount += isProfile ? 1 : 0;
    }

    void noteDifference(long valueCount) {
        differenceValues += valueCount;
    }

    void markLogged() {
        loggedStrings = tables.strings.count();
        loggedFrames = tables.frames.count();
        loggedNodes = tables.tree.count();
    }
}
