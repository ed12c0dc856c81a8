package dev.flamestream.engine.select;

import static dev.flamestream.engine.reference.Sections.CPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MergedSourceTest {
    private static final Selection ALL = Selection.of(Sections.TENANT, CPU, List.of(), new TimeRange(0, 100));

    private static Section section(UUID cut) {
        return Sections.section().cut(cut).profile(Labels.EMPTY, 1, "main 1").build();
    }

    @Test
    void dropsALiveSectionWhoseCutAListedBlockHolds() {
        UUID cut = UUID.randomUUID();
        UUID open = UUID.randomUUID();
        Section storedCut = section(cut);
        Section liveOpen = section(open);

        SectionSet joined = MergedSource.handOver(
                SectionSet.complete(List.of(section(cut), liveOpen)),
                new StoredSections(SectionSet.complete(List.of(storedCut)), Set.of(cut)));

        assertThat(joined.sections()).containsExactly(storedCut, liveOpen);
    }

    @Test
    void dropsItEvenIfTheStoredCopyWasNotSelected() {
        UUID cut = UUID.randomUUID();

        SectionSet joined = MergedSource.handOver(
                SectionSet.complete(List.of(section(cut))),
                new StoredSections(SectionSet.complete(List.of()), Set.of(cut)));

        assertThat(joined.sections()).isEmpty();
    }

    @Test
    void readsLiveBeforeItLists() throws IOException {
        List<String> order = new ArrayList<>();
        MergedSource source = new MergedSource(
                selection -> {
                    order.add("live");
                    return SectionSet.complete(List.of());
                },
                selection -> {
                    order.add("list");
                    return new StoredSections(SectionSet.complete(List.of()), Set.of());
                });

        source.find(ALL);

        assertThat(order).containsExactly("live", "list");
    }

    @Test
    void countsACutOnceWheneverItIsCommitted() throws IOException {
        UUID cut = UUID.randomUUID();
        // The commit happens after the live read, before the listing.
        List<Section> live = new ArrayList<>(List.of(section(cut)));
        List<Section> blocks = new ArrayList<>();
        MergedSource source = new MergedSource(
                selection -> {
                    SectionSet seen = SectionSet.complete(live);
                    blocks.add(section(cut));
                    live.clear();
                    return seen;
                },
                selection -> new StoredSections(SectionSet.complete(blocks), Set.of(cut)));

        assertThat(source.find(ALL).sections()).hasSize(1);
        assertThat(source.find(ALL).sections()).hasSize(2).allMatch(blocks::contains);
    }

    @Test
    void answersFromBlocksAndSaysSoWhileTheJobIsAway() throws IOException {
        Section stored = section(UUID.randomUUID());
        MergedSource source = new MergedSource(
                selection -> {
                    throw new IOException("no proxy answers");
                },
                selection -> new StoredSections(SectionSet.complete(List.of(stored)), Set.of()));

        SectionSet found = source.find(ALL);

        assertThat(found.sections()).containsExactly(stored);
        assertThat(found.partial()).hasToString("[live_unavailable: no proxy answers]");
    }

    @Test
    void failsWhileTheStoreIsAway() {
        MergedSource source = new MergedSource(selection -> SectionSet.complete(List.of()), selection -> {
            throw new IOException("store: timed out");
        });

        assertThatThrownBy(() -> source.find(ALL)).hasMessage("store: timed out");
    }
}
