package dev.flamestream.agent.config;

/** One thing that is wrong with a file: where it stands, what was expected, what was found. Lines start at 1. */
public record ConfigFault(String file, int line, String path, String message) {
    /** The line a person reads, e.g. {@code agent.yaml:7: scrape_configs[0].scheme: expected ...}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
