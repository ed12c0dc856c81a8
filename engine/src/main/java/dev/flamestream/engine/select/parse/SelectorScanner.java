package dev.flamestream.engine.select.parse;

import dev.flamestream.engine.select.LabelMatcher.Operator;
import dev.flamestream.engine.select.parse.ParsedSelector.Fault;
import org.jspecify.annotations.Nullable;

/** Walks over a selector's text. The first fault is kept; after it everything read is empty and nothing moves. */
final class SelectorScanner {
    private static final int EXCERPT_LENGTH = 40;

    private final String text;
    private int at;
    private @Nullable Fault fault;

    SelectorScanner(String text) {
        this.text = text;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    boolean isBroken() {
        return fault != null;
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    boolean atQuote() {
        skipSpace();
        return at < text.length() && "\"'`".indexOf(text.charAt(at)) >= 0;
    }

    boolean atConditionEnd() {
        skipSpace();
        return at < text.length() && ",}".indexOf(text.charAt(at)) >= 0;
    }

    /** Whether the token stood there; then it is behind us. */
    boolean take(String token) {
        skipSpace();
        boolean there = fault == null && text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    void expect(String token) {
        expect(token, "'" + token + "'");
    }

    void expect(String token, String expected) {
        if (!take(token)) {
            fail(expected);
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            fail("the end");
        }
    }

    /** A name without quotes, empty if there is none; a metric's may have colons. */
    String identifier(boolean metric) {
        skipSpace();
        int start = at;
        while (fault == null && at < text.length() && isNamePart(text.charAt(at), metric, at > start)) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isNamePart(char c, boolean metric, boolean digits) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (metric && c == ':')
                || (digits && c >= '0' && c <= '9');
    }

    Operator operator() {
        for (Operator operator : new Operator[] {Operator.MATCHES, Operator.NOT_MATCHES, Operator.NOT_EQUAL}) {
            if (take(operator.symbol())) {
                return operator;
            }
        }
        expect(Operator.EQUAL.symbol(), "'=', '!=', '=~' or '!~'");
        return Operator.EQUAL;
    }

    /** A quoted text, its escapes resolved. */
    String string() {
        if (fault != null) {
            return "";
        }
        if (!atQuote()) {
            fail("a quoted string");
            return "";
        }
        int start = at;
        char quote = text.charAt(start);
        int end = start + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += quote != '`' && text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            failAt(start, "a string that ends with " + quote, "none");
            return "";
        }
        at = end + 1;
        String body = text.substring(start + 1, end);
        return quote == '`' ? body : resolve(body, start + 1);
    }

    private String resolve(String body, int start) {
        int newline = body.indexOf('\n');
        if (newline >= 0) {
            failAt(start + newline, "no line break within quotes", "one");
            return "";
        }
        if (body.indexOf('\\') < 0) {
            return body;
        }
        GoEscapes escapes = new GoEscapes(body);
        String resolved = escapes.resolve();
        if (escapes.problem() != null) {
            failAt(start + escapes.problemAt(), "a string with Go's escapes", escapes.problem());
        }
        return resolved;
    }

    void fail(String expected) {
        skipSpace();
        fail(expected, at < text.length() ? "'" + excerpt(text.substring(at)) + "'" : "the end");
    }

    void fail(String expected, String found) {
        failAt(at, expected, found);
    }

    void failAt(int position, String expected, @Nullable String found) {
        if (fault == null) {
            fault = new Fault(position, expected, found == null ? "" : found);
        }
    }

    /** The beginning of a text, for a message. */
    static String excerpt(String text) {
        return text.length() <= EXCERPT_LENGTH ? text : text.substring(0, EXCERPT_LENGTH) + "...";
    }
}
