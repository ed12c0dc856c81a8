package dev.flamestream.engine.profile;

import java.util.function.Function;

/** What came of decoding one record's value: a profile, or the reason there is none. */
public sealed interface Decoded {
    /** Handles both outcomes; the compiler rejects a caller that forgets one. */
    <R> R fold(Function<FlatProfile, R> onProfile, Function<Rejection, R> onRejection);

    /** A profile that passed every check. */
    record Accepted(FlatProfile profile) implements Decoded {
        @Override
        public <R> R fold(Function<FlatProfile, R> onProfile, Function<Rejection, R> onRejection) {
            return onProfile.apply(profile);
        }
    }

    /** A value that is refused. */
    record Refused(Rejection rejection) implements Decoded {
        @Override
        public <R> R fold(Function<FlatProfile, R> onProfile, Function<Rejection, R> onRejection) {
            return onRejection.apply(rejection);
        }
    }
}
