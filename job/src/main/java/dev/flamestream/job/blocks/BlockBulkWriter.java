package dev.flamestream.job.blocks;

import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.section.Section;
import dev.flamestream.job.heads.Cut;
import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the cuts of one tenant, date and checkpoint interval as one block. */
public final class BlockBulkWriter implements BulkWriter<Cut> {
    private final FSDataOutputStream out;
    private @Nullable BlockWriter writer;

    private BlockBulkWriter(FSDataOutputStream out) {
        this.out = out;
    }

    /** Opens a writer for each file of the sink. */
    public static final class Factory implements BulkWriter.Factory<Cut> {
        private static final long serialVersionUID = 1L;

        @Override
        public BulkWriter<Cut> create(FSDataOutputStream out) {
            return new BlockBulkWriter(out);
        }
    }

    @Override
    public void addElement(Cut cut) throws IOException {
        if (writer == null) {
            writer = new BlockWriter(cut.key().tenant(), out);
        }
        for (Section section : cut.sections()) {
            writer.add(section);
        }
    }

    /** Nothing: a block is whole or not at all. */
    @Override
    public void flush() {}

    /** Writes what is left and the footer; the stream stays the sink's to close. */
    @Override
    public void finish() throws IOException {
        if (writer != null) {
            writer.finish();
        }
        out.flush();
    }
}
