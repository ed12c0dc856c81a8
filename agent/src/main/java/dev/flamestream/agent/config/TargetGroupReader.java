package dev.flamestream.agent.config;

import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.yaml.YamlMapping;
import dev.flamestream.schemas.yaml.YamlValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads groups of targets, in the configuration and in files of targets. */
public final class TargetGroupReader {
    /** The key of the labels of all targets. */
    static final String EXTERNAL_LABELS = "external_labels";

    private static final String RESERVED = "__";

    private TargetGroupReader() {}

    /**
     * Reads a file of targets: a list of groups, each with {@code targets} and {@code labels}. Labels that start with
     * {@code __} are for relabelling elsewhere and dropped.
     */
    public static List<TargetGroup> ofFile(YamlValue root) {
        List<TargetGroup> groups = new ArrayList<>();
        for (YamlValue item : root.list()) {
            item.mapping().ifPresent(mapping -> groups.add(read(mapping, dropReserved(mapping.texts("labels")))));
        }
        return groups;
    }

    /** Reads a group of the configuration itself, where a reserved label is a mistake. */
    static TargetGroup ofConfig(YamlMapping group) {
        return read(group, labels(group, "labels"));
    }

    private static TargetGroup read(YamlMapping group, Map<String, String> labels) {
        List<String> addresses = new ArrayList<>();
        if (group.value("targets").isEmpty()) {
            group.fault("targets", "is required");
        }
        for (YamlValue item : group.values("targets")) {
            item.text().flatMap(text -> address(item, text)).ifPresent(addresses::add);
        }
        group.refuseOthers();
        return new TargetGroup(addresses, labels);
    }

    private static Optional<String> address(YamlValue item, String text) {
        if (isAddress(text)) {
            return Optional.of(text);
        }
        item.fault("expected host or host:port, found \"" + text + "\"");
        return Optional.empty();
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI("http://" + text);
            return uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getPort() != 0
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Map<String, String> dropReserved(Map<String, String> labels) {
        Map<String, String> kept = new TreeMap<>(labels);
        kept.keySet().removeIf(name -> name.startsWith(RESERVED) || name.isEmpty());
        return kept;
    }

    /** Labels of the configuration itself. */
    static Map<String, String> labels(YamlMapping parent, String key) {
        Map<String, String> labels = parent.texts(key);
        parent.mapping(key).ifPresent(mapping -> {
            for (String name : mapping.keys()) {
                if (name.startsWith(RESERVED) && !(key.equals(EXTERNAL_LABELS) && name.equals(Labels.REPLICA))) {
                    String hint =
                            name.equals(Labels.PROFILE_NAME) ? "the profile's name is its key in pprof_config" : "";
                    mapping.fault(name, "names that start with __ are reserved" + (hint.isEmpty() ? "" : ": " + hint));
                } else if (name.isEmpty()) {
                    mapping.fault(name, "expected a label's name, found an empty text");
                }
            }
        });
        return labels;
    }
}
