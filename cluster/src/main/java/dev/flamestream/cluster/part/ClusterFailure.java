package dev.flamestream.cluster.part;

/** Why a cluster did not start, in one line. */
public final class ClusterFailure extends Exception {
    private static final long serialVersionUID = 1;

    ClusterFailure(String message) {
        super(message);
    }

    ClusterFailure(String message, Exception cause) {
        super(message, cause);
    }
}
