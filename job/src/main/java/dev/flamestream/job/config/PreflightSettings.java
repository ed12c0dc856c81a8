package dev.flamestream.job.config;

import java.time.Duration;

/**
 * What is looked for before the job is submitted.
 *
 * @param isOn whether anything is
 * @param patience how long is waited for what is missing
 */
public record PreflightSettings(boolean isOn, Duration patience) {
    /** Submit at once. */
    public static final PreflightSettings OFF = new PreflightSettings(false, Duration.ZERO);
}
