package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.ProfileNames;
import dev.flamestream.schemas.record.Labels;

/**
 * What is known of a profile beside its pprof file.
 *
 * @param labels the series, with service_name; {@code __name__} may be missing and is then guessed from the sample types
 * @param timeMillis when it was taken, unix milliseconds
 * @param id a UUID, empty if it has none
 */
public record Arrival(Labels labels, long timeMillis, String id) {
    /** The series with its {@code __name__}, guessed if it has none. */
    public Labels namedLabels(FlatProfile profile) {
        return labels.value(Labels.PROFILE_NAME).isEmpty()
                ? labels.with(Labels.PROFILE_NAME, ProfileNames.guess(profile))
                : labels;
    }
}
