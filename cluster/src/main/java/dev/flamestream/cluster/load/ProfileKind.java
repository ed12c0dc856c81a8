package dev.flamestream.cluster.load;

import dev.flamestream.schemas.record.ProfileType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a service's profiles are about: each has a sample type that counts profiles, and one whose sum the book knows. */
public enum ProfileKind {
    /** CPU time, as a sampling profiler of any language sends it. */
    CPU("process_cpu"),
    /** Allocations and what is left of them, as Go's heap profiles have them; of four types the second is the known one. */
    HEAP("memory");

    /** A sample type or a period type of a file. */
    record Type(String name, String unit) {}

    private static final Type COUNT = new Type("profiles", "count");
    private static final Type CPU_TIME = new Type("cpu", "nanoseconds");
    private static final Type SPACE = new Type("space", "bytes");
    private static final Type ALLOCATED = new Type("alloc_space", "bytes");

    private final String profileName;

    ProfileKind(String profileName) {
        this.profileName = profileName;
    }

    /** The profile's name, which the record says. */
    String profileName() {
        return profileName;
    }

    /** What the period is given in. */
    Type period() {
        return switch (this) {
            case CPU -> CPU_TIME;
            case HEAP -> SPACE;
        };
    }

    /** The sample type of the number of profiles. */
    Type countType() {
        return COUNT;
    }

    /** All sample types after that one. */
    List<Type> measured() {
        return switch (this) {
            case CPU -> List.of(CPU_TIME);
            case HEAP ->
                List.of(
                        new Type("alloc_objects", "count"),
                        ALLOCATED,
                        new Type("inuse_objects", "count"),
                        new Type("inuse_space", "bytes"));
        };
    }

    /** The one of them whose sum the book knows. */
    Type known() {
        return switch (this) {
            case CPU -> CPU_TIME;
            case HEAP -> ALLOCATED;
        };
    }

    /** How many of the profiles, as readers ask for it. */
    public ProfileType count() {
        return type(COUNT);
    }

    /** What they measured, as readers ask for it. */
    public ProfileType value() {
        return type(known());
    }

    private ProfileType type(Type sampled) {
        return new ProfileType(profileName, sampled.name(), sampled.unit(), period().name(), period().unit());
    }

    /** The kind that a type counts profiles of. */
    public static Optional<ProfileKind> countedBy(ProfileType type) {
        return Arrays.stream(values()).filter(kind -> kind.count().equals(type)).findFirst();
    }

    /** The kind whose known sum a type is. */
    public static Optional<ProfileKind> measuredBy(ProfileType type) {
        return Arrays.stream(values()).filter(kind -> kind.value().equals(type)).findFirst();
    }
}
