package dev.flamestream.engine.block;

import java.io.IOException;

/** A stored block does not say what a block must: it is set aside, and whoever asked is told that the answer is partial. */
public final class CorruptBlockException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String objectKey;

    /**
     * @param objectKey the block
     * @param where part of the block and offset or row, e.g. {@code profile rows, row 812}
     * @param what what was expected and what was found
     */
    public CorruptBlockException(String objectKey, String where, String what) {
        super(objectKey + ": " + where + ": " + what);
        this.objectKey = objectKey;
    }

    /** As above, with what a library threw. */
    public CorruptBlockException(String objectKey, String where, Throwable cause) {
        super(objectKey + ": " + where + ": " + cause.getMessage(), cause);
        this.objectKey = objectKey;
    }

    /** The block that is damaged. */
    public String objectKey() {
        return objectKey;
    }
}
