package dev.flamestream.engine.relabel;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Text with references to a pattern's groups: {@code $1}, {@code ${1}}, {@code ${name}}; {@code $$} is a dollar. A group that there is
 * not, or that took no part, is nothing.
 */
final class Replacement {
    private final List<Part> parts;

    /** Text as it is, or a group's name or number. */
    private record Part(boolean isGroup, String text) {}

    private Replacement(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    static Replacement parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '$' ? endOfReference(text, at) : at;
            if (c == '$' && at + 1 < text.length() && text.charAt(at + 1) == '$') {
                literal.append('$');
                at += 2;
            } else if (end > at) {
                parts.add(new Part(false, literal.toString()));
                literal.setLength(0);
                String name = text.substring(at + 1, end);
                parts.add(new Part(true, name.startsWith("{") ? name.substring(1, name.length() - 1) : name));
                at = end;
            } else {
                literal.append(c);
                at++;
            }
        }
        parts.add(new Part(false, literal.toString()));
        return new Replacement(parts);
    }

    /** Where a reference ends that begins with the dollar at an index; the index itself where there is none. */
    private static int endOfReference(String text, int dollar) {
        int begin = dollar + 1;
        if (begin < text.length() && text.charAt(begin) == '{') {
            int close = text.indexOf('}', begin);
            return close > begin + 1 && isName(text, begin + 1, close) ? close + 1 : dollar;
        }
        int end = begin;
        while (end < text.length() && isNameCharacter(text.charAt(end))) {
            end++;
        }
        return end > begin ? end : dollar;
    }

    private static boolean isName(String text, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (!isNameCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The text with the groups of a match in it. */
    String expand(Matcher matcher) {
        StringBuilder expanded = new StringBuilder();
        for (Part part : parts) {
            expanded.append(part.isGroup ? group(matcher, part.text) : part.text);
        }
        return expanded.toString();
    }

    private static String group(Matcher matcher, String name) {
        // Go takes no leading zeros: 01 is a name.
        boolean isNumber =
                name.equals("0") || (!name.startsWith("0") && name.chars().allMatch(c -> c >= '0' && c <= '9'));
        if (isNumber && (name.length() > 3 || Integer.parseInt(name) > matcher.groupCount())) {
            return "";
        }
        if (!isNumber && !matcher.pattern().namedGroups().containsKey(name)) {
            return "";
        }
        String found = isNumber ? matcher.group(Integer.parseInt(name)) : matcher.group(name);
        return found == null ? "" : found;
    }
}
