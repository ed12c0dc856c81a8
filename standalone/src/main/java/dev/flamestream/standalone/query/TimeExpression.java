package dev.flamestream.standalone.query;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment as people type it.
 *
 * <pre>
 * now               now-90m   now+5s    units s m h d w
 * 2026-11-23T15:04:05Z                  RFC 3339
 * 1795446245        1795446245000       unix seconds, unix milliseconds
 * </pre>
 */
public final class TimeExpression {
    private static final Pattern RELATIVE = Pattern.compile("now(?:([+-])(\\d{1,9})([smhdw]))?");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,16}");

    /** Unix seconds reach twelve digits in the year 5138; milliseconds had them in 1973. */
    private static final int MAX_SECONDS_DIGITS = 11;

    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    /** What unix milliseconds reach, which is how a moment is sent; RFC 3339 reaches further. */
    private static final Instant MAX = Instant.ofEpochMilli(Long.MAX_VALUE);

    private TimeExpression() {}

    /** The moment that a text means; {@link IllegalArgumentException} with what was expected where it means none. */
    public static Instant parse(String text, Instant now) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return relative.group(1) == null ? now : now.plus(offset(relative));
        }
        if (DIGITS.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return text.length() <= MAX_SECONDS_DIGITS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
        }
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            if (moment.isBefore(MAX)) {
                return moment;
            }
            throw notUnderstood(text);
        } catch (DateTimeParseException failure) {
            throw notUnderstood(text);
        }
    }

    private static IllegalArgumentException notUnderstood(String text) {
        return new IllegalArgumentException(
                "expected now, now-1h, 2026-11-23T15:04:05Z or unix time, found '" + text + "'");
    }

    private static Duration offset(Matcher relative) {
        Duration unit = UNITS.getOrDefault(relative.group(3), Duration.ZERO);
        Duration size = unit.multipliedBy(Long.parseLong(relative.group(2)));
        return relative.group(1).equals("-") ? size.negated() : size;
    }
}
