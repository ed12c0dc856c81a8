package dev.flamestream.cluster.chaos;

import dev.flamestream.cluster.fault.Faults;

/**
 * A fault and what came of it, in milliseconds from its begin; {@link #NEVER} where it did not come in time.
 *
 * @param ingestMillis until what Kafka acknowledged was visible within the bound again
 * @param queryMillis until every query service answered wholly again
 * @param group the number of the faults that it overlapped with, which recovered together; its own where it was alone
 */
record FaultRecord(Faults.Done done, long ingestMillis, long queryMillis, int group) {
    /** Not recovered within the run's patience. */
    static final long NEVER = Long.MAX_VALUE;
}
