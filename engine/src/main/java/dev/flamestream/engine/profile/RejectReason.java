package dev.flamestream.engine.profile;

/** Why a profile was refused. The wire name stands in the header {@code reason} of the rejected record and in metrics. */
public enum RejectReason {
    /** Not a pprof file, or one that contradicts itself. */
    MALFORMED_PROFILE("malformed_profile"),
    /** Larger than {@link ProfileLimits} allow once inflated. */
    PROFILE_SIZE_LIMIT("profile_size_limit"),
    /** More samples than {@link ProfileLimits} allow. */
    SAMPLES_LIMIT("samples_limit"),
    /** A label's name or value cannot be one, or there are too many. */
    INVALID_LABELS("invalid_labels"),
    /** The tenant's name cannot be one. */
    INVALID_TENANT("invalid_tenant"),
    /** Taken in the future, or at no time at all. */
    NOT_IN_INGESTION_WINDOW("not_in_ingestion_window"),
    /** Both logs of the head are taken and past the hard bound; replay it later. */
    HEAD_FULL("head_full");

    private final String wireName;

    RejectReason(String wireName) {
        this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
        return wireName;
    }
}
