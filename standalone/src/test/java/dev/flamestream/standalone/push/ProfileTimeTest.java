package dev.flamestream.standalone.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.schemas.pprof.Profile;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ProfileTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T15:04:05Z");
    private static final long FILE_MILLIS = 1_700_000_000_123L;
    private static final byte[] TIMED =
            Profile.newBuilder().setTimeNanos(FILE_MILLIS * 1_000_000).build().toByteArray();

    @Test
    void isWhatTheFileSays() {
        assertThat(ProfileTime.parse("profile", NOW).millisOf(TIMED)).isEqualTo(FILE_MILLIS);
    }

    @Test
    void isNowWhereTheFileSaysNothing() {
        assertThat(ProfileTime.parse("profile", NOW).millisOf(new byte[0])).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void isOneMomentForAllFilesWhereItIsGiven() {
        assertThat(ProfileTime.parse("now-1h", NOW).millisOf(TIMED))
                .isEqualTo(NOW.minus(Duration.ofHours(1)).toEpochMilli());
    }

    @Test
    void refusesWhatIsNoMoment() {
        assertThatThrownBy(() -> ProfileTime.parse("noon", NOW)).isInstanceOf(IllegalArgumentException.class);
    }
}
