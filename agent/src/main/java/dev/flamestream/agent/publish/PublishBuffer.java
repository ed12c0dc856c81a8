package dev.flamestream.agent.publish;

/** How much of the publisher's buffer is taken: bytes and profiles not yet settled. Thread-safe. */
final class PublishBuffer {
    private final long maxBytes;
    private final int maxProfiles;
    private long bytes;
    private int profiles;

    PublishBuffer(long maxBytes, int maxProfiles) {
        this.maxBytes = maxBytes;
        this.maxProfiles = maxProfiles;
    }

    /** Takes room for one profile, or takes nothing and says no. */
    synchronized boolean take(long recordBytes) {
        if (profiles >= maxProfiles || bytes + recordBytes > maxBytes) {
            return false;
        }
        profiles++;
        bytes += recordBytes;
        return true;
    }

    /** Gives back what one profile took. */
    synchronized void giveBack(long recordBytes) {
        profiles--;
        bytes -= recordBytes;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int profiles() {
        return profiles;
    }

    /** How full it is and what it holds, for messages. */
    synchronized String describe() {
        return profiles + " of " + maxProfiles + " profiles, " + bytes + " of " + maxBytes + " bytes";
    }
}
