package dev.flamestream.schemas.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Puts single settings into a file's tree, as if they stood there; what is in their place gives way. */
final class SettingsTree {
    private SettingsTree() {}

    /** A tree that holds nothing. */
    static Node empty() {
        return new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
    }

    /** The tree with a value at the end of a path; the same tree where something else than a mapping is in the way. */
    static Node with(Node tree, List<String> path, String value) {
        if (path.isEmpty()) {
            return new ScalarNode(Tag.STR, value, ScalarStyle.DOUBLE_QUOTED);
        }
        if (!(tree instanceof MappingNode mapping)) {
            return tree;
        }
        List<NodeTuple> tuples = new ArrayList<>();
        boolean found = false;
        List<String> rest = path.subList(1, path.size());
        for (NodeTuple tuple : mapping.getValue()) {
            boolean here = !found
                    && tuple.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(path.get(0));
            found |= here;
            tuples.add(here ? new NodeTuple(tuple.getKeyNode(), with(tuple.getValueNode(), rest, value)) : tuple);
        }
        if (!found) {
            ScalarNode key = new ScalarNode(Tag.STR, path.get(0), ScalarStyle.PLAIN);
            tuples.add(new NodeTuple(key, with(empty(), rest, value)));
        }
        return new MappingNode(
                mapping.getTag(), true, tuples, mapping.getFlowStyle(), mapping.getStartMark(), Optional.empty());
    }
}
