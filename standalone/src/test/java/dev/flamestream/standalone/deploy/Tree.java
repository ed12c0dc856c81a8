package dev.flamestream.standalone.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML or JSON file with its path; what is not there or of another shape fails with that path. */
record Tree(String path, @Nullable Object value) {
    /** A mapping's value. */
    Tree get(String key) {
        Object found = map().get(key);
        if (found == null) {
            throw new AssertionError(path + "." + key + ": missing");
        }
        return new Tree(path + "." + key, found);
    }

    /** A value at the end of some keys. */
    Tree at(String... keys) {
        Tree tree = this;
        for (String key : keys) {
            tree = tree.get(key);
        }
        return tree;
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> mapping && mapping.get(key) != null;
    }

    String text() {
        if (value == null || value instanceof Map || value instanceof List) {
            throw new AssertionError(path + ": expected a single value, found " + value);
        }
        return value.toString();
    }

    int number() {
        return Integer.parseInt(text());
    }

    List<Tree> list() {
        if (!(value instanceof List<?> list)) {
            throw new AssertionError(path + ": expected a list, found " + value);
        }
        List<Tree> items = new ArrayList<>();
        for (Object item : list) {
            items.add(new Tree(path + "[" + items.size() + "]", item));
        }
        return items;
    }

    /** A list's items where the key is there, else none. */
    List<Tree> listOf(String key) {
        return has(key) ? get(key).list() : List.of();
    }

    List<String> texts() {
        return list().stream().map(Tree::text).toList();
    }

    Map<String, Object> map() {
        if (!(value instanceof Map<?, ?> mapping)) {
            throw new AssertionError(path + ": expected a mapping, found " + value);
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        mapping.forEach((key, item) -> {
            if (item != null) {
                entries.put(String.valueOf(key), item);
            }
        });
        return entries;
    }

    /** A mapping of names to single values. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        map().keySet().forEach(key -> settings.put(key, get(key).text()));
        return settings;
    }
}
