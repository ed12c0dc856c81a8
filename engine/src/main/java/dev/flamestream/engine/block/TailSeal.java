package dev.flamestream.engine.block;

import dev.flamestream.schemas.block.BlockFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * Length and checksum of a block's tail, written into the footer that is part of it.
 *
 * <p>Parquet has no checksum over its footer and indexes, and a flipped bit in an offset or a row count there would be a wrong
 * answer. The footer is written with a seal of zeros first; {@link #close} then puts the true one in the same place.
 */
public final class TailSeal {
    /** What the footer holds until the seal is closed. */
    public static final String OPEN = "0000000000000000";

    private static final int DIGITS = 8;

    /** Name and value as Thrift's compact protocol has them: the name, then field 2, a string of 16 bytes. */
    private static final byte[] MARKER =
            (BlockFormat.METADATA_SEAL + "\u0018\u0010").getBytes(StandardCharsets.US_ASCII);

    private TailSeal() {}

    /** Puts the seal into a whole tail whose seal is open. */
    public static void close(byte[] tail) {
        int at = find(tail);
        if (at < 0) {
            throw new IllegalStateException("the footer holds no seal to close");
        }
        put(tail, at, tail.length);
        put(tail, at + DIGITS, checksum(tail, at));
    }

    /** The length that the seal in the last bytes of a file claims for its tail; nothing if there is no readable seal. */
    public static OptionalInt tailLength(byte[] end) {
        int at = find(end);
        return at < 0 ? OptionalInt.empty() : number(end, at);
    }

    /** Whether a whole tail is what was sealed. */
    public static boolean isIntact(byte[] tail) {
        int at = find(tail);
        return at >= 0
                && number(tail, at).equals(OptionalInt.of(tail.length))
                && number(tail, at + DIGITS).equals(OptionalInt.of(checksum(tail, at)));
    }

    private static int checksum(byte[] tail, int sealOffset) {
        CRC32C crc = new CRC32C();
        crc.update(tail, 0, sealOffset + DIGITS);
        crc.update(OPEN.getBytes(StandardCharsets.US_ASCII), 0, DIGITS);
        crc.update(tail, sealOffset + 2 * DIGITS, tail.length - sealOffset - 2 * DIGITS);
        return (int) crc.getValue();
    }

    /** From the end, since an earlier value may hold the same text. */
    private static int find(byte[] bytes) {
        for (int at = bytes.length - MARKER.length - 2 * DIGITS; at >= 0; at--) {
            if (bytes[at] == MARKER[0] && Arrays.equals(bytes, at, at + MARKER.length, MARKER, 0, MARKER.length)) {
                return at + MARKER.length;
            }
        }
        return -1;
    }

    private static void put(byte[] tail, int at, int number) {
        byte[] digits = HexFormat.of().toHexDigits(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tail, at, DIGITS);
    }

    private static OptionalInt number(byte[] bytes, int at) {
        int number = 0;
        for (int i = at; i < at + DIGITS; i++) {
            // Upper case is not what we write, so a flipped case bit is damage too.
            if (!HexFormat.isHexDigit(bytes[i]) || (bytes[i] >= 'A' && bytes[i] <= 'F')) {
                return OptionalInt.empty();
            }
            number = number << 4 | HexFormat.fromHexDigit(bytes[i]);
        }
        return OptionalInt.of(number);
    }
}
