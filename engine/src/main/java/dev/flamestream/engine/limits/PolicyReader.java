package dev.flamestream.engine.limits;

import dev.flamestream.engine.limits.TenantLimits.Origin;
import dev.flamestream.engine.relabel.RelabelRule;
import dev.flamestream.engine.relabel.RelabelRules;
import dev.flamestream.engine.relabel.SamplingRules;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.schemas.yaml.Faults;
import dev.flamestream.schemas.yaml.YamlMapping;
import dev.flamestream.schemas.yaml.YamlValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the limits' file.
 *
 * <pre>
 * defaults: {LIMIT: VALUE, ingestion_relabeling_rules: [...], sampling_rules: [...]}
 * overrides:
 *   TENANT: {LIMIT: VALUE, ...}
 * </pre>
 *
 * <p>A tenant's rules stand in place of the defaults', all of them; its limits one by one.
 */
final class PolicyReader {
    private static final String RELABELING = "ingestion_relabeling_rules";
    private static final String SAMPLING = "sampling_rules";
    private static final String SOURCE_LABELS = "source_labels";

    private final TenantPolicy base;

    private PolicyReader(TenantLimits base) {
        this.base = new TenantPolicy(base, RelabelRules.NONE, SamplingRules.NONE);
    }

    /**
     * Reads the file's text; an empty one says nothing.
     *
     * @param base what holds where the file says nothing
     */
    static Policies read(String text, Faults faults, TenantLimits base) {
        return YamlValue.ofText(text, faults)
                .flatMap(YamlValue::mapping)
                .map(root -> new PolicyReader(base).policies(root))
                .orElseGet(() -> Policies.of(base));
    }

    private Policies policies(YamlMapping root) {
        TenantPolicy byDefault = root.mapping("defaults")
                .map(mapping -> policy(mapping, base, Origin.ALL_TENANTS))
                .orElse(base);
        Map<String, TenantPolicy> byTenant = new HashMap<>();
        root.mapping("overrides").ifPresent(overrides -> {
            for (String tenant : overrides.keys()) {
                if (!RecordFormat.isTenantName(tenant)) {
                    overrides.fault(
                            tenant,
                            "expected a tenant, 1 to " + RecordFormat.MAX_TENANT_LENGTH
                                    + " of A-Z a-z 0-9 ! - _ . * ' ( )");
                }
                overrides
                        .mapping(tenant)
                        .ifPresent(mapping -> byTenant.put(tenant, policy(mapping, byDefault, Origin.TENANT)));
            }
        });
        root.refuseOthers();
        return new Policies(byDefault, byTenant);
    }

    private static TenantPolicy policy(YamlMapping mapping, TenantPolicy base, Origin origin) {
        Map<Limit, Long> values = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            Optional<String> text = mapping.optionalText(limit.key());
            text.flatMap(limit::parse)
                    .ifPresentOrElse(
                            value -> values.put(limit, value),
                            () -> text.ifPresent(found -> mapping.fault(
                                    limit.key(), "expected " + limit.expected() + ", found \"" + found + "\"")));
        }
        TenantLimits limits = base.limits().with(values, origin);
        RelabelRules relabeling = mapping.value(RELABELING).isPresent() ? relabeling(mapping) : base.relabeling();
        SamplingRules sampling = mapping.value(SAMPLING).isPresent() ? sampling(mapping) : base.sampling();
        mapping.refuseOthers();
        return new TenantPolicy(limits, relabeling, sampling);
    }

    private static RelabelRules relabeling(YamlMapping mapping) {
        List<RelabelRule> rules = new ArrayList<>();
        for (YamlValue item : mapping.values(RELABELING)) {
            item.mapping().ifPresent(rule -> {
                List<String> sources = rule.values(SOURCE_LABELS).stream()
                        .flatMap(name -> name.text().stream())
                        .toList();
                Map<String, String> scalars = new TreeMap<>();
                for (String key : rule.keys()) {
                    if (!key.equals(SOURCE_LABELS)) {
                        rule.optionalText(key).ifPresent(text -> scalars.put(key, text));
                    }
                }
                try {
                    rules.add(RelabelRule.of(scalars, sources));
                } catch (IllegalArgumentException e) {
                    item.fault(String.valueOf(e.getMessage()));
                }
            });
        }
        return RelabelRules.of(rules);
    }

    private static SamplingRules sampling(YamlMapping mapping) {
        List<SamplingRules.Rule> rules = new ArrayList<>();
        for (YamlMapping rule : mapping.mappings(SAMPLING)) {
            String selector = rule.requiredText("selector");
            int oneIn = rule.integer("keep_one_in", 1, SamplingRules.MAX_ONE_IN).orElse(0);
            if (oneIn == 0 && rule.value("keep_one_in").isEmpty()) {
                rule.fault("keep_one_in", "is required: of so many profiles one is kept");
            }
            rule.refuseOthers();
            if (oneIn > 0 && !selector.isEmpty()) {
                try {
                    rules.add(SamplingRules.Rule.of(selector, oneIn));
                } catch (IllegalArgumentException e) {
                    rule.fault("selector", String.valueOf(e.getMessage()));
                }
            }
        }
        return SamplingRules.of(rules);
    }
}
