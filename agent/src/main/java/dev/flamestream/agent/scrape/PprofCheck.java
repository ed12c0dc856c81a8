package dev.flamestream.agent.scrape;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A light look whether bytes are a pprof file, so that a login page or Go's text form is told to the target's owner and not
 * refused much later. Cost: the first {@value #PREFIX_BYTES} bytes. What passes may still be broken inside.
 */
final class PprofCheck {
    /** Holds the sample types and some samples: text or HTML never gets through that many bytes as protobuf fields. */
    private static final int PREFIX_BYTES = 512;

    private static final int SHOWN_CHARACTERS = 80;

    /** Wire types of the fields 1 to 14 of a pprof file: 2 is length-delimited, 0 a varint. */
    private static final int[] WIRE_TYPES = {-1, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 2, 0, 0, 0};

    /** The one field that may be written either way: a repeated varint, packed or not. */
    private static final int COMMENT_FIELD = 13;

    private PprofCheck() {}

    static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }

    /** What is wrong with the bytes as a pprof file; empty where nothing is. */
    static Optional<String> problem(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.of("expected a pprof file, found an empty body");
        }
        if (!isGzip(bytes)) {
            return problemOfPlain(bytes, bytes.length);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] prefix = in.readNBytes(PREFIX_BYTES);
            return problemOfPlain(prefix, prefix.length < PREFIX_BYTES ? prefix.length : Long.MAX_VALUE)
                    .map(problem -> problem + " (inside gzip)");
        } catch (IOException e) {
            return Optional.of("expected a pprof file, found broken gzip: " + e.getMessage());
        }
    }

    /** Walks the top-level fields that start within the prefix; lengths may reach beyond it but not beyond the whole. */
    private static Optional<String> problemOfPlain(byte[] bytes, long wholeBytes) {
        int limit = Math.min(bytes.length, PREFIX_BYTES);
        long at = 0;
        while (at < limit) {
            int tag = bytes[(int) at] & 0xff;
            int field = tag >>> 3;
            int wireType = tag & 7;
            boolean known = field >= 1 && field < WIRE_TYPES.length && tag < 0x80;
            if (!known || (wireType != WIRE_TYPES[field] && !(field == COMMENT_FIELD && wireType == 2))) {
                return Optional.of("expected a pprof file, found " + shown(bytes));
            }
            long value = 0;
            int shift = 0;
            do {
                at++;
                if (at >= bytes.length) {
                    return at >= wholeBytes
                            ? Optional.of("expected a pprof file, found one that is cut")
                            : Optional.empty();
                }
                value |= (long) (bytes[(int) at] & 0x7f) << shift;
                shift += 7;
            } while (bytes[(int) at] < 0 && shift < 64);
            at++;
            if (wireType == 2) {
                if (value < 0 || value > wholeBytes - at) {
                    return Optional.of("expected a pprof file, found " + shown(bytes));
                }
                at += value;
            }
        }
        return bytes.length == 0 ? Optional.of("expected a pprof file, found nothing") : Optional.empty();
    }

    /** The beginning, as text where it is some and as hexadecimal digits where not. */
    static String shown(byte[] bytes) {
        String text =
                new String(bytes, 0, Math.min(bytes.length, 4 * SHOWN_CHARACTERS), StandardCharsets.UTF_8).strip();
        boolean readable =
                text.chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c)) && text.indexOf('\uFFFD') < 0;
        if (!readable) {
            return "bytes " + java.util.HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, 16));
        }
        String line = text.replaceAll("\\s+", " ");
        return "text \"" + (line.length() > SHOWN_CHARACTERS ? line.substring(0, SHOWN_CHARACTERS) + "..." : line)
                + "\"";
    }
}
