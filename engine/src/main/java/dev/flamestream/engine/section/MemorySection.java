package dev.flamestream.engine.section;

/** A section that is all in memory: a live head, or what is about to be written. Immutable. */
public final class MemorySection implements Section {
    private final SectionSummary summary;
    private final PreOrderTree tree;
    private final ProfileRows profiles;

    /** The rows must carry samples. */
    public MemorySection(SectionSummary summary, PreOrderTree tree, ProfileRows profiles) {
        if (!profiles.hasSamples()) {
            throw new IllegalArgumentException("expected profile rows with samples, found totals alone");
        }
        this.summary = summary;
        this.tree = tree;
        this.profiles = profiles;
    }

    @Override
    public SectionSummary summary() {
        return summary;
    }

    /** The whole tree whatever the detail, since it costs nothing. */
    @Override
    public PreOrderTree readTree(FrameDetail detail) {
        return tree;
    }

    /** The whole rows whatever the detail, since they cost nothing. */
    @Override
    public ProfileRows readProfiles(RowDetail detail) {
        return profiles;
    }
}
