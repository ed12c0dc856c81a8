package dev.flamestream.engine.block;

import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.section.SeriesRuns;
import java.util.List;
import java.util.UUID;

/**
 * A section's entry in the footer of its block.
 *
 * @param summary what every section says of itself
 * @param cutIds the cuts whose profiles it holds; several once blocks were compacted
 * @param firstProfileRow row of the file at which its profile rows begin
 * @param firstNodeRow row of the file at which its node rows begin
 * @param stackCount node rows whose self is not null
 * @param unsymbolizedCount node rows below the root that have no function
 * @param total sum of all its profiles, saturating
 * @param runs which series its profile rows belong to; none where the rows' own labels must be read
 */
public record StoredSection(
        SectionSummary summary,
        List<UUID> cutIds,
        long firstProfileRow,
        long firstNodeRow,
        int stackCount,
        int unsymbolizedCount,
        long total,
        SeriesRuns runs) {
    public StoredSection {
        cutIds = List.copyOf(cutIds);
        if (cutIds.isEmpty() || !cutIds.get(0).equals(summary.cutId())) {
            throw new IllegalArgumentException("expected cut " + summary.cutId() + " first, found " + cutIds);
        }
    }
}
