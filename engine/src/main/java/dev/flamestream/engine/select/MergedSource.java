package dev.flamestream.engine.select;

import dev.flamestream.engine.section.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Live and stored sections as one source: the only place where they meet.
 *
 * <p>The order of the two reads is what makes it right. Live sections are read <b>first</b>, the blocks are listed
 * <b>second</b>. A cut that is committed in between is then in both and its live copy is dropped by its id; the other way
 * round it would be in neither. For a listing that is older than the live read the job keeps a cut readable after its commit
 * for longer than a listing may be old (the grace time).
 */
public final class MergedSource implements SectionSource {
    private final SectionSource live;
    private final Stored stored;

    /** The block store's side. */
    public interface Stored {
        /** Lists blocks, no earlier than the allowed age of a listing before this call. */
        StoredSections find(Selection selection) throws IOException;
    }

    /** Both sides must be safe for concurrent use. */
    public MergedSource(SectionSource live, Stored stored) {
        this.live = live;
        this.stored = stored;
    }

    /** Each selected profile exactly once. A live side that is away makes the set partial; a store that is away throws. */
    @Override
    public SectionSet find(Selection selection) throws IOException {
        SectionSet alive = findLive(selection);
        return handOver(alive, stored.find(selection));
    }

    private SectionSet findLive(Selection selection) {
        try {
            return live.find(selection);
        } catch (IOException e) {
            String detail = e.getMessage() == null ? e.toString() : e.getMessage();
            return new SectionSet(List.of(), List.of(new PartialReason(PartialReason.Cause.LIVE_UNAVAILABLE, detail)));
        }
    }

    /** Joins what was read live with a later listing: a live section whose cut a listed block holds is left out. */
    public static SectionSet handOver(SectionSet live, StoredSections stored) {
        Set<UUID> listed = stored.listedCutIds();
        List<Section> sections = new ArrayList<>(stored.found().sections());
        for (Section section : live.sections()) {
            if (!listed.contains(section.summary().cutId())) {
                sections.add(section);
            }
        }
        List<PartialReason> partial = new ArrayList<>(live.partial());
        partial.addAll(stored.found().partial());
        return new SectionSet(sections, partial);
    }
}
