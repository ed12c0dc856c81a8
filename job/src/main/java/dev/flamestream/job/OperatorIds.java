package dev.flamestream.job;

/** The fixed ids of the job's operators: a savepoint finds its state by them, so they never change. */
final class OperatorIds {
    static final String SOURCE = "profiles-source";
    static final String ROUTER = "head-router";
    static final String ELECTION = "replica-election";
    static final String HEADS = "heads";
    static final String BLOCKS = "blocks-sink";
    static final String REJECTED = "rejected-sink";

    private OperatorIds() {}
}
