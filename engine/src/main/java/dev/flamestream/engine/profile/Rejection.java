package dev.flamestream.engine.profile;

/**
 * Why one profile was refused.
 *
 * @param reason the kind
 * @param detail one line that says where, what was expected and what was found
 */
public record Rejection(RejectReason reason, String detail) {
    @Override
    public String toString() {
        return reason.wireName() + ": " + detail;
    }
}
