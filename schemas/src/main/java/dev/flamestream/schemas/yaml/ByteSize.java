package dev.flamestream.schemas.yaml;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Prometheus writes them: {@code 500KB} and {@code 500KiB} are both 512,000 bytes, no unit is bytes. */
public final class ByteSize {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,10})(|B|KB|KiB|MB|MiB|GB|GiB)");

    private static final Map<String, Integer> SHIFTS =
            Map.of("", 0, "B", 0, "KB", 10, "KiB", 10, "MB", 20, "MiB", 20, "GB", 30, "GiB", 30);

    private ByteSize() {}

    /** Reads a size; empty where the text is none. */
    public static Optional<Long> parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Integer shift = SHIFTS.get(matcher.group(2));
        return Optional.of(Long.parseLong(matcher.group(1)) << (shift == null ? 0 : shift));
    }
}
