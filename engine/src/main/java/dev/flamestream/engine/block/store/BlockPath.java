package dev.flamestream.engine.block.store;

import dev.flamestream.schemas.block.BlockFormat;
import dev.flamestream.schemas.record.RecordFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Folders of blocks: {@code blocks/tenant=<tenant>/date=<yyyy-mm-dd>/}, the date being that of the profiles, in UTC. */
public final class BlockPath {
    private BlockPath() {}

    /** Folder of a tenant, with a slash at its end. */
    public static String folder(String tenant) {
        if (!RecordFormat.isTenantName(tenant)) {
            throw new IllegalArgumentException("not a tenant's name: " + tenant);
        }
        return BlockFormat.BLOCKS_FOLDER + "/" + BlockFormat.TENANT_FOLDER_PREFIX + tenant + "/";
    }

    /** Folder of a tenant's day, with a slash at its end. */
    public static String folder(String tenant, LocalDate date) {
        return folder(tenant) + BlockFormat.DATE_FOLDER_PREFIX + date + "/";
    }

    /** The day of a time. */
    public static LocalDate date(long timeMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timeMillis), ZoneOffset.UTC);
    }

    /** The day that a folder's own name stands for, or nothing if it is another folder. */
    public static Optional<LocalDate> dateOfFolder(String name) {
        if (!name.startsWith(BlockFormat.DATE_FOLDER_PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(name.substring(BlockFormat.DATE_FOLDER_PREFIX.length())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether a file is a whole block: one still being written begins with a dot or an underscore, as in Hadoop. */
    public static boolean isBlockName(String name) {
        return name.endsWith(BlockFormat.FILE_SUFFIX) && !name.startsWith(".") && !name.startsWith("_");
    }
}
