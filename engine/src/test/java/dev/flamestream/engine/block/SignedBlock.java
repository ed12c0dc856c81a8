package dev.flamestream.engine.block;

import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.footer.ChunkPages;
import dev.flamestream.engine.block.footer.RowGroupPages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/** Makes the checksums of a damaged block right again, so that what stands behind them is met. */
public final class SignedBlock {
    private SignedBlock() {}

    /** Closes the tail and then, if the footer can be read, signs the pages that it names. The block is changed. */
    public static void sign(byte[] bytes) throws IOException {
        OptionalInt tailBytes = TailSeal.tailLength(bytes);
        if (tailBytes.isEmpty() || tailBytes.getAsInt() < 1 || tailBytes.getAsInt() > bytes.length) {
            return;
        }
        close(bytes, Arrays.copyOfRange(bytes, bytes.length - tailBytes.getAsInt(), bytes.length));
        sign(bytes, BlockFooter.read(new MemoryBlockFile(bytes)));
    }

    /** Gives every page of a footer the checksum that it ought to have, and closes the tail again. */
    public static void sign(byte[] bytes, BlockFooter footer) {
        String before = checksums(footer, ChunkPages::checksum);
        String after = checksums(footer, (column, page) -> {
            CRC32C crc = new CRC32C();
            crc.update(bytes, Math.toIntExact(column.offset(page)), column.length(page));
            return (int) crc.getValue();
        });
        byte[] tail = Arrays.copyOfRange(bytes, bytes.length - footer.tailBytes(), bytes.length);
        String text = new String(tail, StandardCharsets.ISO_8859_1).replace(before, after);
        close(bytes, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void close(byte[] bytes, byte[] tail) {
        if (TailSeal.tailLength(tail).isPresent()) {
            TailSeal.close(tail);
        }
        System.arraycopy(tail, 0, bytes, bytes.length - tail.length, tail.length);
    }

    private interface Checksum {
        int of(ChunkPages column, int page);
    }

    private static String checksums(BlockFooter footer, Checksum checksum) {
        int count = footer.rowGroups().stream()
                .flatMap(rowGroup -> rowGroup.columns().stream())
                .mapToInt(ChunkPages::count)
                .sum();
        ByteBuffer checksums = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (RowGroupPages rowGroup : footer.rowGroups()) {
            for (ChunkPages column : rowGroup.columns()) {
                for (int page = 0; page < column.count(); page++) {
                    checksums.putInt(checksum.of(column, page));
                }
            }
        }
        return Base64.getEncoder().encodeToString(checksums.array());
    }
}
