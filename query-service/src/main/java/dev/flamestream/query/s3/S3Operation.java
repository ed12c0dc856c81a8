package dev.flamestream.query.s3;

/** What is asked of a bucket. */
public enum S3Operation {
    LIST("list"),
    GET("get"),
    HEAD("head");

    private final String label;

    S3Operation(String label) {
        this.label = label;
    }

    /** The value of a label. */
    public String label() {
        return label;
    }
}
