package dev.flamestream.schemas.yaml;

/**
 * One thing that is wrong with the configuration: where it stands, what was expected, what was found.
 *
 * @param source the file, or the variable or flag that gave the value
 * @param line of the file, from 1; 0 where it stands on none
 */
public record ConfigFault(String source, int line, String path, String message) {
    /** The line a person reads, e.g. {@code agent.yaml:7: scrape_configs[0].scheme: expected ...}. */
    @Override
    public String toString() {
        return source + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
