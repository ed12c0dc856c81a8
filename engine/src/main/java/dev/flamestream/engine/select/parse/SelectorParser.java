package dev.flamestream.engine.select.parse;

import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.LabelMatcher.Operator;
import dev.flamestream.engine.select.parse.ParsedSelector.Fault;
import dev.flamestream.engine.select.parse.ParsedSelector.Selector;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads selectors.
 *
 * <pre>
 * selector = [ metric ] "{" [ condition { "," condition } [ "," ] ] "}"  |  metric
 * condition = ( label | string ) ( "=" | "!=" | "=~" | "!~" ) string  |  string      a string alone is the metric
 * metric = [a-zA-Z_:][a-zA-Z0-9_:]*
 * label  = [a-zA-Z_][a-zA-Z0-9_]*
 * string = "..." | '...' with Go's escapes  |  `...` as it stands
 * </pre>
 *
 * <p>This is PromQL's instant selector without offsets; space is free between all parts.
 */
public final class SelectorParser {
    /** A selector may be this long, in UTF-16 units: a multi-value variable of Grafana with a thousand long values fits. */
    public static final int MAX_LENGTH = 128 * 1024;

    /** More conditions than this are refused; series have at most 30 labels. */
    public static final int MAX_MATCHERS = 200;

    private final SelectorScanner scanner;
    private final List<LabelMatcher> matchers = new ArrayList<>();

    private SelectorParser(String text) {
        this.scanner = new SelectorScanner(text);
    }

    /** Reads {@code {...}}, or {@code name{...}} where name is what label {@code __name__} must be. Empty text is a fault. */
    public static ParsedSelector parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return tooLong(text);
        }
        SelectorParser parser = new SelectorParser(text);
        String metric = parser.scanner.identifier(true);
        if (!metric.isEmpty()) {
            parser.matchers.add(LabelMatcher.equal(Labels.PROFILE_NAME, metric));
        }
        if (metric.isEmpty() || !parser.scanner.atEnd()) {
            parser.braces();
        }
        return parser.result(Optional.empty());
    }

    /** Reads {@code typeid{...}} or {@code typeid} alone, where the type id has five parts between colons and must be there. */
    public static ParsedSelector parseWithProfileType(String text) {
        if (text.length() > MAX_LENGTH) {
            return tooLong(text);
        }
        int brace = text.indexOf('{');
        String id = (brace < 0 ? text : text.substring(0, brace)).strip();
        Optional<ProfileType> type = ProfileType.parse(id);
        if (type.isEmpty()) {
            return new Fault(
                    0,
                    "a profile type id such as process_cpu:cpu:nanoseconds:cpu:nanoseconds",
                    id.isEmpty() ? "none" : "'" + SelectorScanner.excerpt(id) + "'");
        }
        SelectorParser parser = new SelectorParser(text);
        if (brace >= 0) {
            parser.scanner.moveTo(brace);
            parser.braces();
        }
        return parser.result(type);
    }

    private static Fault tooLong(String text) {
        return new Fault(MAX_LENGTH, "at most " + MAX_LENGTH + " characters", Integer.toString(text.length()));
    }

    private ParsedSelector result(Optional<ProfileType> type) {
        Fault fault = scanner.fault();
        return fault != null ? fault : new Selector(type, matchers);
    }

    private void braces() {
        scanner.expect("{");
        while (!scanner.isBroken() && !scanner.take("}")) {
            condition();
            if (!scanner.take(",")) {
                scanner.expect("}", "',' or '}'");
                break;
            }
        }
        scanner.expectEnd();
    }

    private void condition() {
        if (matchers.size() == MAX_MATCHERS) {
            scanner.fail("at most " + MAX_MATCHERS + " conditions", "another");
            return;
        }
        boolean quoted = scanner.atQuote();
        String name = quoted ? scanner.string() : scanner.identifier(false);
        if (name.isEmpty()) {
            scanner.fail("a label name or '}'");
        } else if (quoted && scanner.atConditionEnd()) {
            matchers.add(LabelMatcher.equal(Labels.PROFILE_NAME, name));
        } else {
            compare(name);
        }
    }

    private void compare(String name) {
        Operator operator = scanner.operator();
        scanner.skipSpace();
        int position = scanner.position();
        String value = scanner.string();
        if (scanner.isBroken()) {
            return;
        }
        LabelMatcher.fault(operator, value)
                .ifPresentOrElse(
                        fault -> scanner.failAt(position, "an RE2 pattern", fault),
                        () -> matchers.add(new LabelMatcher(name, operator, value)));
    }
}
