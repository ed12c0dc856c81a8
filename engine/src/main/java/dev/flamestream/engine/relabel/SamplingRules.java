package dev.flamestream.engine.relabel;

import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.parse.ParsedSelector;
import dev.flamestream.engine.select.parse.SelectorParser;
import dev.flamestream.schemas.record.Labels;
import java.util.List;

/**
 * Which part of a tenant's profiles is kept: of a series that a rule selects one in so many, which then counts for all of them. The
 * first rule that selects holds. Immutable and thread-safe.
 */
public final class SamplingRules {
    /** None: all are kept. */
    public static final SamplingRules NONE = new SamplingRules(List.of());

    /** Fewer than one in so many says nothing about a series of a profile every ten seconds for a day. */
    public static final int MAX_ONE_IN = 10_000;

    private final List<Rule> rules;

    /** One in so many of the series that all matchers match. */
    public record Rule(List<LabelMatcher> matchers, int oneIn) {
        public Rule {
            matchers = List.copyOf(matchers);
            if (oneIn < 1 || oneIn > MAX_ONE_IN) {
                throw new IllegalArgumentException("expected one in 1 to " + MAX_ONE_IN + ", found " + oneIn);
            }
        }

        /** A rule by a selector like that of a query; {@link IllegalArgumentException} says what is wrong with it. */
        public static Rule of(String selector, int oneIn) {
            return new Rule(
                    SelectorParser.parse(selector).fold(ParsedSelector.Selector::matchers, fault -> {
                        throw new IllegalArgumentException(fault.message());
                    }),
                    oneIn);
        }
    }

    private SamplingRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Rules in their order. */
    public static SamplingRules of(List<Rule> rules) {
        return rules.isEmpty() ? NONE : new SamplingRules(rules);
    }

    /** How many. */
    public int size() {
        return rules.size();
    }

    /** Of how many profiles of a series one is kept; 1 for all. */
    public int oneIn(Labels labels) {
        for (Rule rule : rules) {
            if (rule.matchers.stream().allMatch(matcher -> matcher.matches(labels.value(matcher.name())))) {
                return rule.oneIn;
            }
        }
        return 1;
    }

    /** Whether a profile is among those that are kept, by any number that is its own, one after the other or not. */
    public static boolean isKept(long number, int oneIn) {
        return Long.remainderUnsigned(mixed(number), oneIn) == 0;
    }

    /** SplitMix64's last step (Steele, Lea, Flood 2014): neighbours come out as if by chance. */
    private static long mixed(long number) {
        long z = number + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
