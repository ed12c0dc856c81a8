package dev.flamestream.query.render;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moments as the older API writes them: {@code now-1h}, {@code now+5min}, unix seconds, milliseconds (13 digits), microseconds
 * (16), nanoseconds (19), or {@code yyyymmdd}.
 */
final class RenderTime {
    private static final Pattern RELATIVE = Pattern.compile("now(?:([+-])([0-9]{1,9})(s|min|mon|m|h|d|w|M|y))?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");

    private RenderTime() {}

    /** Unix milliseconds; empty for a text that is none of the above. */
    static Optional<Long> parse(String text, Clock clock) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return relative(relative, clock);
        }
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        if (text.length() == 8 && !text.startsWith("0")) {
            Optional<Long> date = date(text);
            if (date.isPresent()) {
                return date;
            }
        }
        try {
            long number = Long.parseLong(text);
            return Optional.of(
                    switch (text.length()) {
                        case 13 -> number;
                        case 16 -> number / 1_000;
                        case 19 -> number / 1_000_000;
                        default -> Math.multiplyExact(number, 1_000L);
                    });
        } catch (NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> relative(Matcher matcher, Clock clock) {
        if (matcher.group(1) == null) {
            return Optional.of(clock.millis());
        }
        int sign = matcher.group(1).equals("-") ? -1 : 1;
        int amount = sign * Integer.parseInt(matcher.group(2));
        long now = clock.millis();
        return switch (matcher.group(3)) {
            case "s" -> Optional.of(now + amount * 1_000L);
            case "m", "min" -> Optional.of(now + amount * 60_000L);
            case "h" -> Optional.of(now + amount * 3_600_000L);
            case "d" -> Optional.of(now + amount * 86_400_000L);
            case "w" -> Optional.of(now + amount * 604_800_000L);
            case "y" -> calendar(now, Period.ofYears(amount));
            default -> calendar(now, Period.ofMonths(amount));
        };
    }

    private static Optional<Long> calendar(long now, Period period) {
        try {
            return Optional.of(Instant.ofEpochMilli(now)
                    .atZone(ZoneOffset.UTC)
                    .plus(period)
                    .toInstant()
                    .toEpochMilli());
        } catch (java.time.DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> date(String text) {
        try {
            LocalDate date = LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
            return Optional.of(date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
