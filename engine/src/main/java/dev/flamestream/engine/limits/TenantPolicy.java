package dev.flamestream.engine.limits;

import dev.flamestream.engine.relabel.RelabelRules;
import dev.flamestream.engine.relabel.SamplingRules;

/**
 * What is said of one tenant. Immutable.
 *
 * @param limits what it may do
 * @param relabeling what becomes of its series' labels before anything else
 * @param sampling which part of its profiles is kept
 */
public record TenantPolicy(TenantLimits limits, RelabelRules relabeling, SamplingRules sampling) {}
