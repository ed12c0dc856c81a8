package dev.flamestream.query.http;

import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.SectionFilter;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.SectionSource;
import dev.flamestream.engine.select.Selection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Sections in memory, which can be made to fail, to lack something, or to wait. */
final class FakeSource implements SectionSource {
    final List<Section> sections = new CopyOnWriteArrayList<>();
    volatile List<PartialReason> partial = List.of();
    volatile Optional<IOException> failure = Optional.empty();
    volatile Optional<RuntimeException> bug = Optional.empty();
    volatile Optional<CountDownLatch> gate = Optional.empty();

    /** Lets whoever waits go on, and answers as if nothing had been set. */
    void reset() {
        gate.ifPresent(CountDownLatch::countDown);
        gate = Optional.empty();
        failure = Optional.empty();
        bug = Optional.empty();
        partial = List.of();
    }

    @Override
    public SectionSet find(Selection selection) throws IOException {
        if (gate.isPresent()) {
            try {
                gate.get().await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        bug.ifPresent(e -> {
            throw e;
        });
        List<Section> found = sections.stream()
                .filter(section -> SectionFilter.share(selection, section.summary()) != SectionFilter.Share.NONE)
                .toList();
        return new SectionSet(found, partial);
    }
}
