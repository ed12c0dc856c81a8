package dev.flamestream.agent.scrape;

/** Why a scrape brought no profile. */
public enum ScrapeFailure {
    /** No connection, or it broke before the answer's end. */
    CONNECTION("connection"),
    /** No complete answer within the scrape timeout. */
    TIMEOUT("timeout"),
    /** An answer, but not status 200; redirects are not followed. */
    STATUS("status"),
    /** An answer larger than the body size limit. */
    TOO_LARGE("too_large"),
    /** An answer that is no pprof file. */
    NOT_PPROF("not_pprof"),
    /** The file of a secret could not be read. */
    CREDENTIALS("credentials");

    private final String label;

    ScrapeFailure(String label) {
        this.label = label;
    }

    /** The value of the metric label {@code outcome}. */
    public String label() {
        return label;
    }
}
