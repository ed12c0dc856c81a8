package dev.flamestream.job.blocks;

import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;

/** Begins a new file for each block: two behind one another would be none. */
public final class OneBlockAFile extends CheckpointRollingPolicy<NewBlock, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean shouldRollOnEvent(PartFileInfo<String> file, NewBlock next) {
        return true;
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo<String> file, long nowMillis) {
        return false;
    }
}
