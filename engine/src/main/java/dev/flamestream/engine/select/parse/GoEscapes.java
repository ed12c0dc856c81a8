package dev.flamestream.engine.select.parse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The escapes of Go's quoted strings, which PromQL took over: one letter of {@code abfnrtv}, a backslash or a quote; three octal
 * digits, or x and two hex digits, for a byte; u and four or U and eight hex digits for a character. Bytes must come to valid
 * UTF-8.
 */
final class GoEscapes {
    private static final String SIMPLE = "abfnrtv\\'\"";
    private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\'\"";

    private final String body;
    private final ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    private int at;
    private @Nullable String problem;

    GoEscapes(String body) {
        this.body = body;
    }

    /** What is wrong, if the body cannot be resolved. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Where in the body it is wrong. */
    int problemAt() {
        return Math.min(at, body.length());
    }

    /** The body's meaning; empty if there is a problem. */
    String resolve() {
        while (at < body.length() && problem == null) {
            int backslash = body.indexOf('\\', at);
            int plainEnd = backslash < 0 ? body.length() : backslash;
            utf8.writeBytes(body.substring(at, plainEnd).getBytes(StandardCharsets.UTF_8));
            at = plainEnd;
            if (backslash >= 0) {
                escape();
            }
        }
        return problem == null ? decode() : "";
    }

    private String decode() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            problem = "bytes that are not UTF-8";
            at = 0;
            return "";
        }
    }

    private void escape() {
        char kind = body.charAt(at + 1);
        int simple = SIMPLE.indexOf(kind);
        if (simple >= 0) {
            utf8.write(MEANING.charAt(simple));
            at += 2;
            return;
        }
        switch (kind) {
            case 'x' -> number(at + 2, 2, 16, 0xff);
            case 'u' -> number(at + 2, 4, 16, -1);
            case 'U' -> number(at + 2, 8, 16, -1);
            default -> number(at + 1, 3, 8, 0xff);
        }
    }

    /** A number of some digits: a byte if it has a maximum, else a character. */
    private void number(int start, int digits, int radix, int maxByte) {
        long value = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = i < body.length() && body.charAt(i) < 128 ? Character.digit(body.charAt(i), radix) : -1;
            if (digit < 0) {
                problem = "'" + body.substring(at, Math.min(i + 1, body.length())) + "'";
                return;
            }
            value = value * radix + digit;
        }
        boolean character = maxByte < 0;
        boolean fits = character
                ? value <= Character.MAX_CODE_POINT
                        && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE)
                : value <= maxByte;
        if (!fits) {
            problem = "'" + body.substring(at, start + digits) + "'";
            return;
        }
        if (character) {
            utf8.writeBytes(Character.toString((int) value).getBytes(StandardCharsets.UTF_8));
        } else {
            utf8.write((int) value);
        }
        at = start + digits;
    }
}
