package dev.flamestream.job.heads;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.job.blocks.AtOnce;
import dev.flamestream.job.blocks.NewBlock;
import dev.flamestream.job.intake.IntakeRecord;
import dev.flamestream.job.state.HeadKeySerializer;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The head operator on Flink's harness, with RocksDB; its blocks are built at once. */
final class HeadHarness {
    private HeadHarness() {}

    /** One that is neither initialized nor open yet. */
    static KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> of(HeadSettings settings)
            throws Exception {
        KeyedOneInputStreamOperatorTestHarness<HeadKey, IntakeRecord, NewBlock> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new HeadOperator(settings, AtOnce::open), IntakeRecord::headKey, HeadKeySerializer.TYPE);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        harness.setup(
                NewBlock.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
