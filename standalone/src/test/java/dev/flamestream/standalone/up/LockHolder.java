package dev.flamestream.standalone.up;

import java.nio.file.Path;

/** A process that holds the lock of a data folder until it is killed. */
final class LockHolder {
    private LockHolder() {}

    /** Argument: data folder. */
    public static void main(String[] arguments) throws Exception {
        try (DataFolder folder = DataFolder.open(Path.of(arguments[0]))) {
            System.out.println("held by " + ProcessHandle.current().pid() + " in " + folder.root());
            Thread.currentThread().join();
        }
    }
}
