package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.TailSeal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * What Parquet's writer writes to: holds each part of the file until it is whole, takes its checksums, and passes it on.
 *
 * <p>Holds one row group at most. Closing neither closes nor flushes the target, which belongs to whoever gave it.
 */
final class BlockOutput extends PositionOutputStream {
    private final OutputStream target;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final ByteArrayOutputStream checksums = new ByteArrayOutputStream();
    private long passedBytes;

    BlockOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public long getPos() {
        return passedBytes + held.size();
    }

    @Override
    public void write(int b) {
        held.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        held.write(bytes, offset, length);
    }

    /** Passes on the magic number, which no checksum covers. */
    void passMagic() throws IOException {
        pass(held.toByteArray());
    }

    /** Passes on a row group, which is nothing but pages one behind the other, with a checksum of each. */
    void passRowGroup() throws IOException {
        byte[] bytes = held.toByteArray();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        while (in.available() > 0) {
            int start = bytes.length - in.available();
            PageHeader header = Util.readPageHeader(in);
            in.skipNBytes(header.compressed_page_size);
            addChecksum(bytes, start, bytes.length - in.available() - start);
        }
        pass(bytes);
    }

    /** Passes on the tail, sealed. */
    void passTail() throws IOException {
        byte[] tail = held.toByteArray();
        TailSeal.close(tail);
        pass(tail);
        target.flush();
    }

    /** Checksums of all pages passed on, four bytes each. */
    byte[] pageChecksums() {
        return checksums.toByteArray();
    }

    private void addChecksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        checksums.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .array());
    }

    private void pass(byte[] bytes) throws IOException {
        target.write(bytes);
        passedBytes += bytes.length;
        held.reset();
    }

    /** The form in which Parquet's writer asks for it. */
    OutputFile asFile() {
        return new OutputFile() {
            @Override
            public PositionOutputStream create(long blockSizeHint) {
                return BlockOutput.this;
            }

            @Override
            public PositionOutputStream createOrOverwrite(long blockSizeHint) {
                return BlockOutput.this;
            }

            @Override
            public boolean supportsBlockSize() {
                return false;
            }

            @Override
            public long defaultBlockSize() {
                return 0;
            }
        };
    }
}
