package dev.flamestream.schemas.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML (or JSON, which YAML contains) file, with the line and the key path it stands at. */
public final class YamlValue {
    /** A thousand jobs with a hundred targets each are 3 MB. */
    public static final int MAX_FILE_BYTES = 16 << 20;

    private final Node node;
    private final String path;
    private final Faults faults;

    YamlValue(Node node, String path, Faults faults) {
        this.node = node;
        this.path = path;
        this.faults = faults;
    }

    /** Reads a file's one document; what is wrong with it becomes a fault. An empty file has no value. */
    public static Optional<YamlValue> ofFile(Path file, Faults faults) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                faults.add(1, "", "expected a file of at most " + MAX_FILE_BYTES + " bytes, found " + size);
                return Optional.empty();
            }
            return ofText(Files.readString(file), faults);
        } catch (IOException e) {
            faults.add(1, "", "cannot be read: " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Reads a text's one document. */
    public static Optional<YamlValue> ofText(String text, Faults faults) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_FILE_BYTES)
                .setAllowDuplicateKeys(true) // We find them ourselves, all of them.
                .build();
        try {
            return new Compose(settings).composeString(text).map(root -> new YamlValue(root, "", faults));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            faults.add(line, "", "not YAML: " + e.getProblem());
            return Optional.empty();
        } catch (YamlEngineException e) {
            faults.add(1, "", "not YAML: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** No file's value, with nothing in it. */
    public static YamlValue empty(Faults faults) {
        return new YamlValue(SettingsTree.empty(), "", faults);
    }

    /** This value with another in it that came from outside of the file, at the end of a path of keys; {@code origin} names it. */
    public YamlValue with(List<String> keys, String value, String origin) {
        faults.cameFrom(String.join(".", keys), origin);
        return new YamlValue(SettingsTree.with(node, keys, value), path, faults);
    }

    /** Where a node starts; 0 for one that came from outside of the file. */
    static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** Where the value starts; lines start at 1, and 0 is outside of the file. */
    public int line() {
        return lineOf(node);
    }

    /** The keys and positions that lead here. */
    public String path() {
        return path;
    }

    /** Reports that this value is not what it should be. */
    public void fault(String message) {
        faults.add(line(), path, message);
    }

    /** A scalar's text; a fault where it is none. */
    public Optional<String> text() {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return Optional.of(scalar.getValue());
        }
        fault("expected a value, found " + kind());
        return Optional.empty();
    }

    /** A mapping; a fault where it is none. Nothing at all ({@code key:}) is an empty one. */
    public Optional<YamlMapping> mapping() {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new YamlMapping(mapping, path, faults));
        }
        fault("expected a mapping (key: value), found " + kind());
        return Optional.empty();
    }

    /** A list's values; a fault and no values where it is none. */
    public List<YamlValue> list() {
        if (!(node instanceof SequenceNode sequence)) {
            fault("expected a list, found " + kind());
            return List.of();
        }
        List<YamlValue> values = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            values.add(new YamlValue(item, path + "[" + values.size() + "]", faults));
        }
        return values;
    }

    private String kind() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL) ? "nothing" : "a single value";
        }
        return node instanceof MappingNode ? "a mapping" : "a list";
    }
}
