package dev.flamestream.engine.block.footer;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.schemas.block.BlockFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plain entries of a footer's key/value metadata.
 *
 * @param version of the format
 * @param tenant whose block it is
 * @param minTimeMillis earliest profile, unix milliseconds
 * @param maxTimeMillis latest profile, unix milliseconds
 * @param sources object keys of the blocks that it replaces
 */
record BlockMetadata(int version, String tenant, long minTimeMillis, long maxTimeMillis, List<String> sources) {
    BlockMetadata {
        sources = List.copyOf(sources);
    }

    static BlockMetadata of(String objectKey, Map<String, @Nullable String> entries) throws CorruptBlockException {
        long version = number(objectKey, entries, BlockFormat.METADATA_VERSION);
        if (version < 1 || version > BlockFormat.VERSION) {
            throw new CorruptBlockException(
                    objectKey,
                    "footer",
                    "expected a format version of 1 to " + BlockFormat.VERSION + ", found " + version);
        }
        String sources = entry(objectKey, entries, BlockFormat.METADATA_SOURCES);
        return new BlockMetadata(
                (int) version,
                entry(objectKey, entries, BlockFormat.METADATA_TENANT),
                number(objectKey, entries, BlockFormat.METADATA_MIN_TIME),
                number(objectKey, entries, BlockFormat.METADATA_MAX_TIME),
                sources.isEmpty() ? List.of() : List.of(sources.split("\n", -1)));
    }

    static String entry(String objectKey, Map<String, @Nullable String> entries, String key)
            throws CorruptBlockException {
        String value = entries.get(key);
        if (value == null) {
            throw new CorruptBlockException(objectKey, "footer", "expected an entry " + key + ", found none");
        }
        return value;
    }

    private static long number(String objectKey, Map<String, @Nullable String> entries, String key)
            throws CorruptBlockException {
        String value = entry(objectKey, entries, key);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new CorruptBlockException(objectKey, "footer", key + ": expected a number, found " + value);
        }
    }
}
