package dev.flamestream.standalone.push;

import dev.flamestream.engine.profile.PprofTime;
import dev.flamestream.standalone.query.TimeExpression;
import java.time.Instant;
import java.util.Optional;

/** What counts as the time of a pushed profile: what the file says, or one moment for all of them. */
public final class ProfileTime {
    private static final String FROM_FILE = "profile";

    private final Optional<Instant> fixed;
    private final Instant now;

    private ProfileTime(Optional<Instant> fixed, Instant now) {
        this.fixed = fixed;
        this.now = now;
    }

    /** Reads {@code profile}, or a moment as {@link TimeExpression} takes it. */
    public static ProfileTime parse(String text, Instant now) {
        return text.equals(FROM_FILE)
                ? new ProfileTime(Optional.empty(), now)
                : new ProfileTime(Optional.of(TimeExpression.parse(text, now)), now);
    }

    /** The time of one file in unix milliseconds; a file that names none was taken now. */
    long millisOf(byte[] pprof) {
        return fixed.map(Instant::toEpochMilli)
                .orElseGet(() -> PprofTime.peekMillis(pprof).orElse(now.toEpochMilli()));
    }
}
