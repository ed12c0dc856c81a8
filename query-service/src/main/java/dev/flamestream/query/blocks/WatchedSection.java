package dev.flamestream.query.blocks;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.tree.FrameTable;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stored section that tells when its block turns out to be damaged: pages are read long after the block was found sound. */
final class WatchedSection implements Section {
    private final Section section;
    private final Consumer<CorruptBlockException> onDamage;

    WatchedSection(Section section, Consumer<CorruptBlockException> onDamage) {
        this.section = section;
        this.onDamage = onDamage;
    }

    @Override
    public SectionSummary summary() {
        return section.summary();
    }

    @Override
    public PreOrderTree readTree(FrameDetail detail) throws IOException {
        return watch(() -> section.readTree(detail));
    }

    @Override
    public PreOrderTree readTree(FrameDetail detail, FrameTable frames) throws IOException {
        return watch(() -> section.readTree(detail, frames));
    }

    @Override
    public ProfileRows readProfiles(RowDetail detail) throws IOException {
        return watch(() -> section.readProfiles(detail));
    }

    @Override
    public ProfileRows readSamples(ProfileRows rows, BitSet wanted) throws IOException {
        return watch(() -> section.readSamples(rows, wanted));
    }

    @Override
    public @Nullable String addSamples(ProfileRows rows, BitSet wanted, long[] byOrdinal) throws IOException {
        return watch(() -> Optional.ofNullable(section.addSamples(rows, wanted, byOrdinal)))
                .orElse(null);
    }

    private interface Read<T> {
        T read() throws IOException;
    }

    private <T> T watch(Read<T> read) throws IOException {
        try {
            return read.read();
        } catch (CorruptBlockException e) {
            onDamage.accept(e);
            throw e;
        }
    }
}
