package dev.flamestream.schemas.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers what is wrong with one file while it is read, so that all of it is reported together. */
public final class Faults {
    private final String file;
    private final List<ConfigFault> faults = new ArrayList<>();
    private final Map<String, String> origins = new HashMap<>();

    /** None yet, of the file that is shown under this name. */
    public Faults(String file) {
        this.file = file;
    }

    /** Says that the value of a path is not the file's: faults of it then name where it came from. */
    void cameFrom(String path, String origin) {
        origins.put(path, origin);
    }

    /** Adds a fault at a line, which starts at 1; 0 stands for none. */
    public void add(int line, String path, String message) {
        String origin = origins.get(path);
        faults.add(
                origin == null
                        ? new ConfigFault(file, line, path, message)
                        : new ConfigFault(origin, 0, path, message));
    }

    /** Adds a fault that was found elsewhere. */
    public void add(ConfigFault fault) {
        faults.add(fault);
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
