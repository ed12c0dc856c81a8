package dev.flamestream.job.blocks;

import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/** Writes a block that is whole already; {@link OneBlockAFile} sees to it that no file gets a second one. */
public final class BlockBulkWriter implements BulkWriter<NewBlock> {
    private final FSDataOutputStream out;

    private BlockBulkWriter(FSDataOutputStream out) {
        this.out = out;
    }

    /** Opens a writer for each file of the sink. */
    public static final class Factory implements BulkWriter.Factory<NewBlock> {
        private static final long serialVersionUID = 1L;

        @Override
        public BulkWriter<NewBlock> create(FSDataOutputStream out) {
            return new BlockBulkWriter(out);
        }
    }

    @Override
    public void addElement(NewBlock block) throws IOException {
        out.write(block.bytes());
    }

    /** Nothing: a block is whole or not at all. */
    @Override
    public void flush() {}

    /** The stream stays the sink's to close. */
    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
