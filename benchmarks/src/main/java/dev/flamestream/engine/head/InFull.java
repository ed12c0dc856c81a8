package dev.flamestream.engine.head;

/**
 * Makes a head write profiles in full, not as differences: an hour of heap profiles in one head stands for more values than a reader
 * takes as differences, and the job would have cut it long before.
 */
public final class InFull {
    private InFull() {}

    /** The next profile of every series will be written in full. */
    public static void next(HeadIndex head) {
        for (int series = 0; series < head.tables.seriesCount(); series++) {
            head.lastRows.forget(series);
        }
    }
}
