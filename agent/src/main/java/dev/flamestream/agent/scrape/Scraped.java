package dev.flamestream.agent.scrape;

import java.util.function.BiFunction;
import java.util.function.Function;

/** What came of one scrape: a profile, or the reason there is none. */
public sealed interface Scraped {
    /** Handles both outcomes. */
    <R> R fold(Function<byte[], R> onProfile, BiFunction<ScrapeFailure, String, R> onFailure);

    /** The target's pprof file as it came; a class because it owns an array. */
    final class Profile implements Scraped {
        private final byte[] pprof;

        Profile(byte[] pprof) {
            this.pprof = pprof;
        }

        @Override
        public <R> R fold(Function<byte[], R> onProfile, BiFunction<ScrapeFailure, String, R> onFailure) {
            return onProfile.apply(pprof);
        }
    }

    /** No profile; the detail says what was expected and found. */
    record Failed(ScrapeFailure failure, String detail) implements Scraped {
        @Override
        public <R> R fold(Function<byte[], R> onProfile, BiFunction<ScrapeFailure, String, R> onFailure) {
            return onFailure.apply(failure, detail);
        }
    }
}
