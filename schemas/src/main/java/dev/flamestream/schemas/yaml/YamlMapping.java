package dev.flamestream.schemas.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A mapping of a YAML file while it is read: each key is asked for by name, and {@link #refuseOthers} reports those that
 * nobody asked for. Values of the wrong shape become faults, and the default stands in so that reading goes on.
 */
public final class YamlMapping {
    private record Entry(int line, YamlValue value) {}

    private final int line;
    private final String path;
    private final Faults faults;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Optional<YamlMapping>> mappings = new HashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    YamlMapping(MappingNode node, String path, Faults faults) {
        this.line = YamlValue.lineOf(node);
        this.path = path;
        this.faults = faults;
        for (NodeTuple tuple : node.getValue()) {
            add(tuple.getKeyNode(), tuple.getValueNode());
        }
    }

    private void add(Node key, Node value) {
        int keyLine = YamlValue.lineOf(key);
        if (!(key instanceof ScalarNode scalar)) {
            faults.add(keyLine, path, "expected a name as key, found a list or mapping");
            return;
        }
        String name = scalar.getValue();
        Entry entry = new Entry(keyLine, new YamlValue(value, pathOf(name), faults));
        Entry first = entries.putIfAbsent(name, entry);
        if (first != null) {
            faults.add(keyLine, pathOf(name), "given twice, first in line " + first.line());
        }
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The line a key stands on, or the mapping's own where it is missing. */
    public int lineOf(String key) {
        Entry entry = entries.get(key);
        return entry == null ? line : entry.line();
    }

    /** Reports that a key's value, or its absence, is wrong. */
    public void fault(String key, String message) {
        faults.add(lineOf(key), pathOf(key), message);
    }

    /** A key's value, if it is there. */
    public Optional<YamlValue> value(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** The names of all keys, in the file's order. */
    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /** A text, or the default. */
    public String text(String key, String orElse) {
        return value(key).flatMap(YamlValue::text).orElse(orElse);
    }

    /** A text, if it is there. */
    public Optional<String> optionalText(String key) {
        return value(key).flatMap(YamlValue::text);
    }

    /** A text that must be there; a fault and the empty string where it is not. */
    public String requiredText(String key) {
        Optional<YamlValue> value = value(key);
        if (value.isEmpty()) {
            fault(key, "is required");
            return "";
        }
        Optional<String> text = value.get().text();
        if (text.isPresent() && text.get().isEmpty()) {
            fault(key, "expected a value, found an empty text");
        }
        return text.orElse("");
    }

    /** A duration as Prometheus writes it, if it is there and right. */
    public Optional<Duration> duration(String key) {
        return parsed(key, "a duration like 15s, 1m or 1h30m", PrometheusDuration::parse);
    }

    /** A size such as 512KB, 16MiB or 1048576, if it is there and right. */
    public Optional<Long> bytes(String key) {
        return parsed(key, "a size like 64MiB, 500KB or 1048576", ByteSize::parse);
    }

    /** A whole number, if it is there and within the bounds. */
    public Optional<Integer> integer(String key, int min, int max) {
        return parsed(key, "a whole number from " + min + " to " + max, text -> integerOf(text, min, max));
    }

    private static Optional<Integer> integerOf(String text, int min, int max) {
        if (!text.matches("-?\\d{1,10}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number < min || number > max ? Optional.empty() : Optional.of(Math.toIntExact(number));
    }

    /** Yes or no, or the default. */
    public boolean flag(String key, boolean orElse) {
        Optional<Boolean> flag = parsed(
                key,
                "true or false",
                text -> text.equals("true") || text.equals("false")
                        ? Optional.of(text.equals("true"))
                        : Optional.empty());
        return flag.orElse(orElse);
    }

    private <T> Optional<T> parsed(String key, String expected, Function<String, Optional<T>> parser) {
        Optional<String> text = optionalText(key);
        Optional<T> parsed = text.flatMap(parser);
        if (text.isPresent() && parsed.isEmpty()) {
            fault(key, "expected " + expected + ", found \"" + text.get() + "\"");
        }
        return parsed;
    }

    /** A mapping, if it is there; always the same one, so that what is wrong with it is reported once. */
    public Optional<YamlMapping> mapping(String key) {
        Optional<YamlValue> value = value(key);
        return mappings.computeIfAbsent(key, missing -> value.flatMap(YamlValue::mapping));
    }

    /** A list of mappings; empty where it is missing. */
    public List<YamlMapping> mappings(String key) {
        List<YamlMapping> mappings = new ArrayList<>();
        value(key).ifPresent(list -> list.list().forEach(item -> item.mapping().ifPresent(mappings::add)));
        return mappings;
    }

    /** A list of texts, each with its line; empty where it is missing. */
    public List<YamlValue> values(String key) {
        return value(key).map(YamlValue::list).orElse(List.of());
    }

    /** A mapping of names to texts; empty where it is missing. */
    public Map<String, String> texts(String key) {
        Map<String, String> texts = new TreeMap<>();
        mapping(key).ifPresent(mapping -> {
            for (String name : mapping.keys()) {
                mapping.optionalText(name).ifPresent(text -> texts.put(name, text));
            }
        });
        return texts;
    }

    /** Reports each key that was not asked for. */
    public void refuseOthers() {
        for (String key : entries.keySet()) {
            if (!known.contains(key)) {
                fault(key, "unknown key; known here: " + String.join(", ", known));
            }
        }
    }
}
