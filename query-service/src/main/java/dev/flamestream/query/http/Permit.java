package dev.flamestream.query.http;

/**
 * A place among the requests in flight, kept until both the response has gone and the work for it has ended.
 *
 * <p>A response may go first: a request that ran out of time is answered at once, while its thread still reads a block. Counting
 * the response alone would let in more work than there are threads.
 */
public final class Permit {
    private final Runnable release;
    private int holders = 1;

    Permit(Runnable release) {
        this.release = release;
    }

    /** Begins work for the request; false if the response has gone and there is nobody to work for. */
    public synchronized boolean beginWork() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    /** Ends what {@link #beginWork} began, or says that the response has gone. */
    public synchronized void end() {
        holders--;
        if (holders == 0) {
            release.run();
        }
    }
}
