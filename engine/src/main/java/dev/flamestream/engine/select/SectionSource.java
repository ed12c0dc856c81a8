package dev.flamestream.engine.select;

import java.io.IOException;

/** Where sections come from: the heads of a running job, a store of blocks, or both. Safe for concurrent use. */
public interface SectionSource {
    /**
     * The sections that may hold selected profiles; some of them may turn out to hold none.
     *
     * @throws IOException if nothing useful can be said; what is missing from a useful answer is in the set
     */
    SectionSet find(Selection selection) throws IOException;
}
