package dev.flamestream.standalone.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the metrics in an expression of Prometheus, and the labels that it selects by. No parser: enough for our own. */
final class PromQl {
    private static final Pattern MATCHERS = Pattern.compile("([a-zA-Z_]\\w*)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_]\\w*(?!\\w)(?!\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    /** A metric's label that is selected by. */
    record Selected(String metric, String label) {}

    private PromQl() {}

    static Set<String> metrics(String expression) {
        String plain = expression
                .replaceAll("\"[^\"]*\"", " ")
                .replaceAll("\\{[^}]*}", " ")
                .replaceAll("\\[[^]]*]", " ");
        Matcher words = WORD.matcher(GROUPING.matcher(plain).replaceAll(" "));
        Set<String> metrics = new TreeSet<>();
        while (words.find()) {
            if (!OPERATORS.contains(words.group())) {
                metrics.add(words.group());
            }
        }
        return metrics;
    }

    static List<Selected> selected(String expression) {
        List<Selected> selected = new ArrayList<>();
        Matcher matchers = MATCHERS.matcher(expression);
        while (matchers.find()) {
            Matcher labels = LABEL.matcher(matchers.group(2).replaceAll("\"[^\"]*\"", ""));
            while (labels.find()) {
                selected.add(new Selected(matchers.group(1), labels.group(1)));
            }
        }
        return selected;
    }
}
