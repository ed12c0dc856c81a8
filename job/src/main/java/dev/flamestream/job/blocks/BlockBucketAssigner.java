package dev.flamestream.job.blocks;

import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/** Puts a block into its folder. */
public final class BlockBucketAssigner implements BucketAssigner<NewBlock, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getBucketId(NewBlock block, Context context) {
        return block.folder();
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
        return SimpleVersionedStringSerializer.INSTANCE;
    }
}
