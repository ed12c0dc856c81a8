package dev.flamestream.agent.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong with one file while it is read, so that all of it is reported together. */
public final class Faults {
    private final String file;
    private final List<ConfigFault> faults = new ArrayList<>();

    public Faults(String file) {
        this.file = file;
    }

    /** Adds a fault at a line, which starts at 1. */
    public void add(int line, String path, String message) {
        faults.add(new ConfigFault(file, line, path, message));
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** All of them in the order of their lines. */
    public List<ConfigFault> sorted() {
        return faults.stream()
                .sorted(Comparator.comparingInt(ConfigFault::line))
                .toList();
    }
}
