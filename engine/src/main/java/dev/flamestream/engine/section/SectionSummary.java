package dev.flamestream.engine.section;

import dev.flamestream.schemas.record.ProfileType;
import java.util.UUID;

/**
 * What is known of a section without reading its rows.
 *
 * @param tenant whose it is
 * @param serviceName label service_name of all its series
 * @param profileType what its values count
 * @param cutId the cut that made it; the head of that cut holds the same profiles
 * @param minTimeMillis earliest profile, unix milliseconds
 * @param maxTimeMillis latest profile, unix milliseconds, inclusive
 * @param unit what packed values are multiples of, at least 1
 * @param profileCount profiles in it
 * @param nodeCount nodes of its call tree, the root included
 * @param labels values of each label among its series
 */
public record SectionSummary(
        String tenant,
        String serviceName,
        ProfileType profileType,
        UUID cutId,
        long minTimeMillis,
        long maxTimeMillis,
        long unit,
        int profileCount,
        int nodeCount,
        LabelSummary labels) {
    public SectionSummary {
        if (minTimeMillis > maxTimeMillis) {
            throw new IllegalArgumentException("reversed times: " + minTimeMillis + " > " + maxTimeMillis);
        }
        if (unit < 1) {
            throw new IllegalArgumentException("expected a unit of at least 1, found " + unit);
        }
    }
}
