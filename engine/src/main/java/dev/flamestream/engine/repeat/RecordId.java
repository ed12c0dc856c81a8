package dev.flamestream.engine.repeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a record's id comes to: the bits of a UUID, written in either case, or the MD5 of any other text.
 *
 * @param high the first 64 bits
 * @param low the others
 */
public record RecordId(long high, long low) {
    private static final int UUID_LENGTH = 36;

    /** The id of a text that is not empty. */
    public static RecordId of(String text) {
        return isUuid(text) ? ofUuid(text) : ofDigest(text);
    }

    private static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            if (isDash ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static RecordId ofUuid(String text) {
        long high = HexFormat.fromHexDigitsToLong(text, 0, 8) << 32
                | HexFormat.fromHexDigitsToLong(text, 9, 13) << 16
                | HexFormat.fromHexDigitsToLong(text, 14, 18);
        long low = HexFormat.fromHexDigitsToLong(text, 19, 23) << 48 | HexFormat.fromHexDigitsToLong(text, 24, 36);
        return new RecordId(high, low);
    }

    private static RecordId ofDigest(String text) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new RecordId(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
