package dev.flamestream.query.querier;

import java.util.regex.Pattern;

/** Which label names older clients can read: they were written when a name was an identifier. */
final class LabelNameForms {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private LabelNameForms() {}

    static boolean isIdentifier(String name) {
        return IDENTIFIER.matcher(name).matches();
    }
}
