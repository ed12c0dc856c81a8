package dev.flamestream.engine.select;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label, with Prometheus' meaning: a label that is absent has the empty value, and a pattern must match the
 * whole value.
 *
 * <p>Patterns are RE2: they match in time linear in the value, whatever they are. Immutable and thread-safe.
 */
public final class LabelMatcher {
    /** A pattern may be this long, in UTF-16 units: ten times what a person or Grafana's multi-value variables write. */
    public static final int MAX_PATTERN_LENGTH = 16_384;

    /** Bound on a pattern once its counted repetitions are written out; such a program takes a few MB and compiles in 100 ms. */
    public static final int MAX_EXPANDED_LENGTH = 20_000;

    /** How the value is compared. */
    public enum Operator {
        /** The value is the given one. */
        EQUAL("="),
        /** The value is not the given one. */
        NOT_EQUAL("!="),
        /** The whole value matches the pattern. */
        MATCHES("=~"),
        /** The whole value does not match the pattern. */
        NOT_MATCHES("!~");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written in a selector. */
        public String symbol() {
            return symbol;
        }

        /** Whether the value is a pattern. */
        public boolean takesPattern() {
            return this == MATCHES || this == NOT_MATCHES;
        }
    }

    private final String name;
    private final Operator operator;
    private final String value;
    private final @Nullable Pattern pattern;

    /** The matcher; a pattern must be one that {@link #fault} finds nothing wrong with. */
    public LabelMatcher(String name, Operator operator, String value) {
        fault(operator, value).ifPresent(fault -> {
            throw new IllegalArgumentException("label " + name + ": expected an RE2 pattern, found " + fault);
        });
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.pattern = operator.takesPattern() ? Pattern.compile(value, Pattern.DOTALL) : null;
    }

    /** The label's value is the given one. */
    public static LabelMatcher equal(String name, String value) {
        return new LabelMatcher(name, Operator.EQUAL, value);
    }

    /** What is wrong with a value that came from outside, told as what was found: a pattern that cannot be used. */
    public static Optional<String> fault(Operator operator, String value) {
        if (!operator.takesPattern()) {
            return Optional.empty();
        }
        if (value.length() > MAX_PATTERN_LENGTH) {
            return Optional.of(value.length() + " characters, where " + MAX_PATTERN_LENGTH + " are allowed");
        }
        if (PatternSize.of(value, MAX_EXPANDED_LENGTH) > MAX_EXPANDED_LENGTH) {
            return Optional.of("repetitions that come to more than " + MAX_EXPANDED_LENGTH
                    + " characters, or groups nested deeper than " + PatternSize.MAX_NESTING);
        }
        try {
            Pattern.compile(value, Pattern.DOTALL);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The label. */
    public String name() {
        return name;
    }

    /** How the value is compared. */
    public Operator operator() {
        return operator;
    }

    /** What it is compared with. */
    public String value() {
        return value;
    }

    /** Whether a label value passes; empty where the label is absent. */
    public boolean matches(String labelValue) {
        if (pattern == null) {
            return labelValue.equals(value) == (operator == Operator.EQUAL);
        }
        return pattern.matcher(labelValue).matches() == (operator == Operator.MATCHES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMatcher matcher
                && name.equals(matcher.name)
                && operator == matcher.operator
                && value.equals(matcher.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, operator, value);
    }

    @Override
    public String toString() {
        return name + operator.symbol() + "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
