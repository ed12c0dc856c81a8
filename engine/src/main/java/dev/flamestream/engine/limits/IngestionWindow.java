package dev.flamestream.engine.limits;

import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import java.util.Optional;

/** How old a profile may be as it comes, and how far ahead of the clock. */
public final class IngestionWindow {
    private IngestionWindow() {}

    /**
     * What is wrong with a profile's time, if anything.
     *
     * @param timeMillis when it was taken
     * @param arrivalMillis when it came, by which its age is told: what waited in Kafka since, or is read once more, is not late
     * @param nowMillis the clock
     */
    public static Optional<Rejection> check(long timeMillis, long arrivalMillis, long nowMillis, ProfileLimits limits) {
        if (timeMillis < 0 || timeMillis > nowMillis + limits.maxFutureMillis()) {
            return refuse("time " + timeMillis + " ms, expected 0 to " + limits.maxFutureMillis()
                    + " ms (reject_newer_than) past the clock, which says " + nowMillis);
        }
        long ageMillis = arrivalMillis - timeMillis;
        if (limits.maxAgeMillis() > 0 && ageMillis > limits.maxAgeMillis()) {
            return refuse("time " + timeMillis + " ms, which was " + ageMillis + " ms ago as it came, expected at most "
                    + limits.maxAgeMillis() + " ms (reject_older_than)");
        }
        return Optional.empty();
    }

    private static Optional<Rejection> refuse(String detail) {
        return Optional.of(new Rejection(RejectReason.NOT_IN_INGESTION_WINDOW, detail));
    }
}
