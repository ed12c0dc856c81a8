package dev.flamestream.engine.select;

import dev.flamestream.engine.section.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Several tenants asked as one: each is looked up as if it were asked alone, so that what is kept for a tenant serves both. */
public final class FederatedSource implements SectionSource {
    private final SectionSource source;

    /** Asks a source that knows one tenant at a time. */
    public FederatedSource(SectionSource source) {
        this.source = source;
    }

    @Override
    public SectionSet find(Selection selection) throws IOException {
        List<String> tenants = selection.tenants();
        if (tenants.size() == 1) {
            return source.find(selection);
        }
        List<Section> sections = new ArrayList<>();
        List<PartialReason> partial = new ArrayList<>();
        for (String tenant : tenants) {
            SectionSet found = source.find(selection.of(tenant));
            sections.addAll(found.sections());
            partial.addAll(found.partial());
        }
        return new SectionSet(sections, partial);
    }
}
