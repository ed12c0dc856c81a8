package dev.flamestream.engine.select.parse;

/** Reads selectors. */
@SuppressWarnings("DoNotCallSuggester")
public final class SelectorParser {
    private SelectorParser() {}

    /** Reads {@code {...}}, or {@code name{...}} where name is what label {@code __name__} must be. Empty text is a fault. */
    public static ParsedSelector parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    /** Reads {@code typeid{...}} or {@code typeid} alone, where the type id has five parts between colons and must be there. */
    public static ParsedSelector parseWithProfileType(String text) {
        throw new UnsupportedOperationException(text);
    }
}
