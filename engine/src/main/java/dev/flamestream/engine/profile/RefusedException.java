package dev.flamestream.engine.profile;

/** Carries a rejection out of the nested steps of decoding; it never leaves this package. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    RefusedException(RejectReason reason, String detail) {
        // No stack trace: it is a return value for deep steps, and hostile input must not be the expensive input.
        super(detail, null, false, false);
        this.rejection = new Rejection(reason, detail);
    }

    static RefusedException malformed(String detail) {
        return new RefusedException(RejectReason.MALFORMED_PROFILE, detail);
    }

    Rejection rejection() {
        return rejection;
    }
}
