package dev.flamestream.engine.head;

import dev.flamestream.schemas.record.ProfileType;
import java.util.List;

/**
 * The sample types of one pprof file and its period type: profiles of one profiler all have the same.
 *
 * @param types name and unit of each sample type, in the file's order
 * @param periodType empty if the file has none
 * @param periodUnit empty if the file has none
 */
record TypeSet(List<SampleType> types, String periodType, String periodUnit) {
    TypeSet {
        types = List.copyOf(types);
    }

    /** One sample type, e.g. cpu in nanoseconds. */
    record SampleType(String name, String unit) {}

    /** The profile type of one of the sample types under a profile's name. */
    ProfileType profileType(String profileName, int type) {
        return new ProfileType(
                profileName, types.get(type).name(), types.get(type).unit(), periodType, periodUnit);
    }
}
