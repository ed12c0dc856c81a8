package dev.flamestream.benchmarks.large;

import java.nio.file.Path;

/**
 * How much a run measures.
 *
 * @param rounds how often each large piece of work is timed
 * @param forks JVMs that each small benchmark is run in
 * @param shots timed runs in each of them
 * @param quick whether workloads are cut short, which makes the figures worthless but shows that everything runs
 * @param folder for blocks, its owner's to delete
 */
public record Scale(int rounds, int forks, int shots, boolean quick, Path folder) {
    /** What the targets are judged by. */
    public static Scale full(Path folder) {
        return new Scale(15, 2, 12, false, folder);
    }

    /** A look at whether it runs. */
    public static Scale quick(Path folder) {
        return new Scale(1, 1, 1, true, folder);
    }
}
