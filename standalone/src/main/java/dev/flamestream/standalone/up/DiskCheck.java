package dev.flamestream.standalone.up;

import java.io.IOException;
import java.util.Optional;

/** Whether the data folder's disk has room for what is written between two looks. */
record DiskCheck(DataFolder folder) implements Watchdog.Check {
    @Override
    public Optional<String> failure() throws IOException {
        long free = folder.freeBytes();
        if (free >= DataFolder.MIN_FREE_BYTES_TO_RUN) {
            return Optional.empty();
        }
        return Optional.of("stopping: the disk of " + folder.root() + " is full: " + (free >> 20) + " MiB left, "
                + (DataFolder.MIN_FREE_BYTES_TO_RUN >> 20) + " MiB needed");
    }
}
