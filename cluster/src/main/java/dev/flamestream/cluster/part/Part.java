package dev.flamestream.cluster.part;

import dev.flamestream.cluster.process.Program;
import java.io.IOException;

/**
 * One process of a cluster.
 *
 * @param port the one that it is known by
 */
public record Part(String name, PartKind kind, int port, Program program, Readiness readiness) {
    /** Tells whether a part that runs is of use yet. */
    @FunctionalInterface
    public interface Readiness {
        /** Asks it; a failure is a no, with its reason. */
        boolean isReady() throws IOException;
    }

    @Override
    public String toString() {
        return name;
    }
}
