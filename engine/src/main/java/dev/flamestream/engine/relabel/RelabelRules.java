package dev.flamestream.engine.relabel;

import dev.flamestream.schemas.record.Labels;
import java.util.List;
import java.util.Optional;

/** Relabelling rules, one after the other. Immutable and thread-safe. */
public final class RelabelRules {
    /** None: labels stay as they are. */
    public static final RelabelRules NONE = new RelabelRules(List.of());

    private final List<RelabelRule> rules;

    private RelabelRules(List<RelabelRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Rules in their order. */
    public static RelabelRules of(List<RelabelRule> rules) {
        return rules.isEmpty() ? NONE : new RelabelRules(rules);
    }

    /** Whether there are none, so that labels come out as they went in. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** How many. */
    public int size() {
        return rules.size();
    }

    /** What becomes of labels; nothing where a rule drops the profile. The same instance where nothing changes. */
    public Optional<Labels> apply(Labels labels) {
        Labels now = labels;
        for (RelabelRule rule : rules) {
            Optional<Labels> next = rule.apply(now);
            if (next.isEmpty()) {
                return next;
            }
            now = next.get();
        }
        return Optional.of(now);
    }
}
