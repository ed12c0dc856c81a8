package dev.flamestream.job.blocks;

import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.job.heads.Cut;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/** Puts a cut into the folder of its tenant and of its window's date; no window crosses a date. */
public final class CutBucketAssigner implements BucketAssigner<Cut, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getBucketId(Cut cut, Context context) {
        return BlockPath.folder(cut.key().tenant(), BlockPath.date(cut.key().windowStartMillis()));
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
        return SimpleVersionedStringSerializer.INSTANCE;
    }
}
