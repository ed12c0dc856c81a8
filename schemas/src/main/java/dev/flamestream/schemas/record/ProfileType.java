package dev.flamestream.schemas.record;

import java.util.Optional;

/**
 * What the values of a profile count, e.g. {@code process_cpu:cpu:nanoseconds:cpu:nanoseconds}.
 *
 * <p>The parts are the profile's name, the sample type and its unit, and the period type and its unit; the last two are
 * empty where the profile has no period. One pprof file with several sample types makes one profile of each.
 */
public record ProfileType(String name, String sampleType, String sampleUnit, String periodType, String periodUnit) {
    /** The five parts joined by colons. */
    public String id() {
        return name + ":" + sampleType + ":" + sampleUnit + ":" + periodType + ":" + periodUnit;
    }

    /** Reads an id; a sixth part {@code delta} is ignored. Empty where there are not five parts or the name is empty. */
    public static Optional<ProfileType> parse(String id) {
        String[] parts = id.split(":", -1);
        boolean delta = parts.length == 6 && parts[5].equals("delta");
        if ((parts.length != 5 && !delta) || parts[0].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ProfileType(parts[0], parts[1], parts[2], parts[3], parts[4]));
    }

    @Override
    public String toString() {
        return id();
    }
}
