package dev.flamestream.engine.block;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import java.io.IOException;

/** A section that, like those of a head, has only bounds for its unit and number of nodes until it is read. */
final class SectionThatLearns implements Section {
    private final Section known;
    private boolean read;

    SectionThatLearns(Section known) {
        this.known = known;
    }

    @Override
    public SectionSummary summary() {
        SectionSummary truth = known.summary();
        if (read) {
            return truth;
        }
        return new SectionSummary(
                truth.tenant(),
                truth.serviceName(),
                truth.profileType(),
                truth.cutId(),
                truth.minTimeMillis(),
                truth.maxTimeMillis(),
                1,
                truth.profileCount(),
                truth.nodeCount() + 1,
                truth.labels());
    }

    @Override
    public PreOrderTree readTree(FrameDetail detail) throws IOException {
        read = true;
        return known.readTree(detail);
    }

    @Override
    public ProfileRows readProfiles(RowDetail detail) throws IOException {
        read = true;
        return known.readProfiles(detail);
    }
}
