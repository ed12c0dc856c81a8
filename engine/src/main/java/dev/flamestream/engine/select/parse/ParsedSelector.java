package dev.flamestream.engine.select.parse;

import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.schemas.record.ProfileType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What came of reading a selector: its matchers, or what is wrong with it. */
public sealed interface ParsedSelector {
    /** Handles both outcomes. */
    <R> R fold(Function<Selector, R> onSelector, Function<Fault, R> onFault);

    /**
     * A selector that can be used.
     *
     * @param profileType there if and only if the text was read by {@link SelectorParser#parseWithProfileType}
     * @param matchers all must hold; empty for everything
     */
    record Selector(Optional<ProfileType> profileType, List<LabelMatcher> matchers) implements ParsedSelector {
        public Selector {
            matchers = List.copyOf(matchers);
        }

        @Override
        public <R> R fold(Function<Selector, R> onSelector, Function<Fault, R> onFault) {
            return onSelector.apply(this);
        }
    }

    /**
     * Why a text is no selector.
     *
     * @param position where, in UTF-16 units from 0
     * @param expected what should stand there
     * @param found what stands there
     */
    record Fault(int position, String expected, String found) implements ParsedSelector {
        /** For the asker. */
        public String message() {
            return "selector, position " + position + ": expected " + expected + ", found " + found;
        }

        @Override
        public <R> R fold(Function<Selector, R> onSelector, Function<Fault, R> onFault) {
            return onFault.apply(this);
        }
    }
}
