package dev.flamestream.engine.profile;

/** Why a profile was refused. The wire name stands in the header {@code reason} of the rejected record and in metrics. */
public enum RejectReason {
    /** Not a pprof file, or one that contradicts itself. */
    MALFORMED_PROFILE("malformed_profile"),
    /** Larger than {@link ProfileLimits} allow once inflated. */
    PROFILE_SIZE_LIMIT("profile_size_limit"),
    /** The request that carried it is larger than its tenant may send. */
    BODY_SIZE_LIMIT_EXCEEDED("body_size_limit_exceeded"),
    /** More samples than {@link ProfileLimits} allow. */
    SAMPLES_LIMIT("samples_limit"),
    /** More labels on a sample than {@link ProfileLimits} allow. */
    SAMPLE_LABELS_LIMIT("sample_labels_limit"),
    /** A label's name or value cannot be one. */
    INVALID_LABELS("invalid_labels"),
    /** A label stands twice. */
    DUPLICATE_LABEL_NAMES("duplicate_label_names"),
    /** More labels than {@link ProfileLimits} allow. */
    MAX_LABEL_NAMES_PER_SERIES("max_label_names_per_series"),
    /** A label's name is longer than {@link ProfileLimits} allow. */
    LABEL_NAME_TOO_LONG("label_name_too_long"),
    /** A label's value is longer than {@link ProfileLimits} allow. */
    LABEL_VALUE_TOO_LONG("label_value_too_long"),
    /** The tenant's name cannot be one. */
    INVALID_TENANT("invalid_tenant"),
    /** Taken in the future or too long ago, or at no time at all. */
    NOT_IN_INGESTION_WINDOW("not_in_ingestion_window"),
    /** More than the tenant's rate allows. */
    RATE_LIMITED("rate_limited"),
    /** One more series than the tenant may have. */
    SERIES_LIMIT("series_limit"),
    /** A relabelling rule of the tenant drops it. */
    DROPPED_BY_RELABEL_RULES("dropped_by_relabel_rules"),
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
