package dev.flamestream.engine.relabel;

import java.util.Locale;
import java.util.Optional;

/** What a rule does, with Prometheus' names and meanings. */
enum RelabelAction {
    /** Sets the target label to the replacement, if the pattern matches the joined sources. */
    REPLACE(true),
    /** Keeps the profile only if the pattern matches. */
    KEEP(false),
    /** Drops the profile if the pattern matches. */
    DROP(false),
    /** Keeps the profile only if the joined sources are the target label's value. */
    KEEPEQUAL(true),
    /** Drops the profile if they are. */
    DROPEQUAL(true),
    /** Sets the target label to the hash of the joined sources modulo a number. */
    HASHMOD(true),
    /** Copies labels whose names match to the name that the replacement gives. */
    LABELMAP(false),
    /** Takes labels away whose names match. */
    LABELDROP(false),
    /** Takes labels away whose names do not match. */
    LABELKEEP(false),
    /** Sets the target label to the joined sources in small letters. */
    LOWERCASE(true),
    /** Sets it to them in capitals. */
    UPPERCASE(true);

    private final boolean hasTarget;

    RelabelAction(boolean hasTarget) {
        this.hasTarget = hasTarget;
    }

    boolean hasTarget() {
        return hasTarget;
    }

    static Optional<RelabelAction> of(String name) {
        for (RelabelAction action : values()) {
            if (action.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
