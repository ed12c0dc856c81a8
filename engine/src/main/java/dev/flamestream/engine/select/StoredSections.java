package dev.flamestream.engine.select;

import java.util.Set;
import java.util.UUID;

/**
 * What one listing of the block store says.
 *
 * @param found the stored sections that may hold selected profiles
 * @param listedCutIds the cuts of all sections of all listed blocks that a live cut may also be in, not only of those found
 */
public record StoredSections(SectionSet found, Set<UUID> listedCutIds) {
    public StoredSections {
        listedCutIds = Set.copyOf(listedCutIds);
    }
}
