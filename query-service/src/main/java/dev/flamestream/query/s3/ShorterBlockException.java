package dev.flamestream.query.s3;

import software.amazon.awssdk.core.exception.NonRetryableException;

/** The store has fewer bytes of a block than were asked for: asking again brings no more. */
final class ShorterBlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ShorterBlockException(String message) {
        super(message);
    }

    /** In the form in which the client gives up at once. */
    static NonRetryableException found(String what) {
        return NonRetryableException.create(what, new ShorterBlockException(what));
    }
}
