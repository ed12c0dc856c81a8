package dev.flamestream.query.http;

import com.linecorp.armeria.common.MediaType;
import java.util.List;
import java.util.Locale;

/** The elements of an {@code Accept} header. */
final class MediaRanges {
    private MediaRanges() {}

    /** Whether every element of the header is a media range. */
    static boolean isValid(String accept) {
        return elements(accept).stream().allMatch(MediaRanges::isMediaRange);
    }

    /** Whether an element of the header has a parameter of the given value. */
    static boolean hasParameter(String accept, String name, String value) {
        return elements(accept).stream()
                .filter(MediaRanges::isMediaRange)
                .flatMap(element -> MediaType.parse(element).parameters().getOrDefault(name, List.of()).stream())
                .anyMatch(found -> found.toLowerCase(Locale.ROOT).equals(value));
    }

    // No media range that a client of ours sends has a quoted comma, so that splitting at commas is exact for them.
    private static List<String> elements(String accept) {
        return List.of(accept.split(",")).stream()
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static boolean isMediaRange(String element) {
        try {
            // Java's own HTTP client sends "*; q=.2", which everybody reads as any type.
            return element.startsWith("*;")
                    || element.equals("*")
                    || MediaType.parse(element).type() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
