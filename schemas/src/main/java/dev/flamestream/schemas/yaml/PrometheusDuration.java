package dev.flamestream.schemas.yaml;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 15s}, {@code 1h30m}, {@code 500ms}, {@code 2d}; units descend, each once. */
public final class PrometheusDuration {
    private static final Pattern GRAMMAR =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

    private static final List<Duration> UNITS = List.of(
            Duration.ofDays(365),
            Duration.ofDays(7),
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(1));

    /** What Prometheus takes too: nanoseconds in 63 bits. */
    private static final BigInteger MAX_MILLIS = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000);

    private PrometheusDuration() {}

    /** Reads a duration; {@code 0} needs no unit. Empty where the text is none, or longer than 292 years. */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = GRAMMAR.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        BigInteger millis = BigInteger.ZERO;
        for (int i = 0; i < UNITS.size(); i++) {
            String count = matcher.group(i + 1);
            if (count != null) {
                millis = millis.add(new BigInteger(count)
                        .multiply(BigInteger.valueOf(UNITS.get(i).toMillis())));
            }
        }
        return millis.compareTo(MAX_MILLIS) > 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis.longValue()));
    }

    /** Writes a duration of whole milliseconds in hours, minutes, seconds and milliseconds. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count != 0) {
            text.append(count).append(unit);
        }
    }
}
