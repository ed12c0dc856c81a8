package dev.flamestream.cluster.layout;

/** How many there are of the parts that there may be several of. */
public record ClusterSize(int taskManagers, int queryServices, int agents) {
    /** Two of each, so that one may die and the other stays. */
    public static final ClusterSize DEFAULT = new ClusterSize(2, 2, 2);
}
