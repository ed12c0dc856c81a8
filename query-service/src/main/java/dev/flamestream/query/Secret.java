package dev.flamestream.query;

/** A text that must not be printed. */
public record Secret(String value) {
    /** No secret. */
    public static final Secret NONE = new Secret("");

    /** Three asterisks, or nothing where there is no secret. */
    @Override
    public String toString() {
        return value.isEmpty() ? "" : "***";
    }
}
