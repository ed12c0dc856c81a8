package dev.flamestream.engine.block.write;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.SectionSummary;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * A section that waits to be written, its frames being those of the run.
 *
 * @param summary what it says of itself
 * @param cutIds the cuts it holds
 * @param tree its call tree over the run's frames
 * @param profiles its profiles, with samples
 */
record BufferedSection(SectionSummary summary, List<UUID> cutIds, PreOrderTree tree, ProfileRows profiles) {
    /** By service, then by type; a stable sort keeps the order of arrival within. */
    static final Comparator<BufferedSection> ORDER = Comparator.comparing(
                    (BufferedSection section) -> section.summary().serviceName())
            .thenComparing(section -> section.summary().profileType().id());

    /** What a profile row takes beside its packed bytes: a time, a duration, a period, a total, labels' ids. */
    static final int PROFILE_ROW_BYTES = 64;

    /** What a node row takes: seven ids and numbers of a frame, depth, self and total. */
    static final int NODE_ROW_BYTES = 48;

    /** Bytes of one profile's row before it is encoded, to within a few. */
    long profileBytes(int row) {
        return PROFILE_ROW_BYTES
                + (long) profiles.stacks(row).length
                + profiles.values(row).length
                + profiles.profileId(row).length()
                + profiles.spans(row).length;
    }

    /** Bytes of all profile rows. */
    long profileBytes() {
        long bytes = 0;
        for (int row = 0; row < profiles.count(); row++) {
            bytes += profileBytes(row);
        }
        return bytes;
    }

    /** Bytes of all node rows. */
    long nodeBytes() {
        return (long) tree.count() * NODE_ROW_BYTES;
    }
}
