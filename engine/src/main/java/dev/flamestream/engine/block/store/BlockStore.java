package dev.flamestream.engine.block.store;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** All blocks below one root. Safe for concurrent use. A block that is listed may be gone by the time it is opened. */
public interface BlockStore {
    /** A tenant's blocks of some days, both included, by object key; none if the tenant or the days are unknown. */
    List<ListedBlock> list(String tenant, LocalDate first, LocalDate last) throws IOException;

    /** Opens a block to read. */
    BlockFile open(String objectKey) throws IOException;

    /** Opens a listed block to read; a store that need not ask for its size does not. */
    default BlockFile open(ListedBlock block) throws IOException {
        return open(block.objectKey());
    }
}
