package dev.flamestream.engine.limits;

import dev.flamestream.engine.profile.ProfileLimits;
import java.util.EnumMap;
import java.util.Map;

/** The limits of one tenant, each with where it comes from. Immutable. */
public final class TenantLimits {
    /** Where a value comes from. */
    public enum Origin {
        /** Nobody has given another. */
        BUILT_IN("default"),
        /** The service's own configuration. */
        SERVICE("the service's configuration"),
        /** What the limits' file says of all tenants. */
        ALL_TENANTS("defaults in the limits' file"),
        /** What the limits' file says of this one. */
        TENANT("overrides in the limits' file");

        private final String text;

        Origin(String text) {
            this.text = text;
        }

        /** For a person. */
        public String text() {
            return text;
        }
    }

    private record Value(long value, Origin origin) {}

    /** What holds where nobody says anything. */
    public static final TenantLimits DEFAULT = new TenantLimits(new EnumMap<>(Limit.class));

    private final Map<Limit, Value> given;
    private final ProfileLimits profile;

    private TenantLimits(Map<Limit, Value> given) {
        this.given = given;
        this.profile = new ProfileLimits(
                (int) get(Limit.MAX_PROFILE_SIZE_BYTES),
                (int) get(Limit.MAX_PROFILE_STACKTRACE_SAMPLES),
                (int) get(Limit.MAX_PROFILE_STACKTRACE_SAMPLE_LABELS),
                (int) get(Limit.MAX_PROFILE_STACKTRACE_DEPTH),
                (int) get(Limit.MAX_PROFILE_SYMBOL_VALUE_LENGTH),
                (int) get(Limit.MAX_LABEL_NAMES_PER_SERIES),
                (int) get(Limit.MAX_LABEL_NAME_LENGTH),
                (int) get(Limit.MAX_LABEL_VALUE_LENGTH),
                (int) get(Limit.MAX_SERIES_PER_SERVICE),
                get(Limit.REJECT_OLDER_THAN),
                get(Limit.REJECT_NEWER_THAN));
    }

    /** These with other values in some places. */
    public TenantLimits with(Map<Limit, Long> values, Origin origin) {
        if (values.isEmpty()) {
            return this;
        }
        Map<Limit, Value> all = new EnumMap<>(Limit.class);
        all.putAll(given);
        values.forEach((limit, value) -> all.put(limit, new Value(value, origin)));
        return new TenantLimits(all);
    }

    /** The value in force: bytes, milliseconds or a count. */
    public long get(Limit limit) {
        Value value = given.get(limit);
        return value == null ? limit.byDefault() : value.value;
    }

    /** Where it comes from. */
    public Origin origin(Limit limit) {
        Value value = given.get(limit);
        return value == null ? Origin.BUILT_IN : value.origin;
    }

    /** Those of a single profile. */
    public ProfileLimits profile() {
        return profile;
    }
}
