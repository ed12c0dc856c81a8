package dev.flamestream.cluster.layout;

import java.util.Map;
import java.util.TreeMap;

/** The loopback ports of a cluster, all at fixed distances from one, so that a second cluster only needs another base. */
public record ClusterPorts(int base) {
    /** The one address that every part binds: none of them asks anybody who they are. */
    public static final String HOST = "127.0.0.1";

    /** Where clusters begin unless told otherwise: below the range that systems hand out by themselves. */
    public static final int DEFAULT_BASE = 20_000;

    /** How many ports belong to a cluster. */
    public static final int COUNT = 100;

    private static final int LOWEST = 1_024;
    private static final int HIGHEST = 65_535;

    /** Checks that all of them are ports that an ordinary user may bind. */
    public ClusterPorts {
        if (base < LOWEST || base > HIGHEST - COUNT) {
            throw new IllegalArgumentException(
                    "--base-port: expected " + LOWEST + " to " + (HIGHEST - COUNT) + ", found " + base);
        }
    }

    /** Kafka, for clients. */
    public int kafka() {
        return base;
    }

    /** Kafka, for its own controller. */
    public int kafkaController() {
        return base + 1;
    }

    /** The S3 server itself. */
    public int s3() {
        return base + 2;
    }

    /** What stands before the S3 server while faults are injected. */
    public int s3Front() {
        return base + 3;
    }

    /** Flink's REST API and page. */
    public int flinkRest() {
        return base + 4;
    }

    /** The JobManager, for TaskManagers. */
    public int jobManagerRpc() {
        return base + 5;
    }

    /** The JobManager, for the files of jobs. */
    public int jobManagerBlobs() {
        return base + 6;
    }

    /** The JobManager's metrics. */
    public int jobManagerMetrics() {
        return base + 7;
    }

    /** A query service, by its number from 1. */
    public int queryService(int number) {
        return base + 20 + number;
    }

    /** An agent's pages, by its number from 1. */
    public int agent(int number) {
        return base + 30 + number;
    }

    /** A TaskManager's ports, by its number from 1. */
    public TaskManagerPorts taskManager(int number) {
        int first = base + 40 + 10 * (number - 1);
        return new TaskManagerPorts(first, first + 1, first + 2, first + 3, first + 4);
    }

    /** The ports of one TaskManager: nothing publishes those that Flink takes by itself. */
    public record TaskManagerPorts(int rpc, int exchange, int stateProxy, int stateServer, int metrics) {
        Map<String, Integer> byUse(String name) {
            return Map.of(
                    name,
                    rpc,
                    name + " exchange",
                    exchange,
                    name + " state proxy",
                    stateProxy,
                    name + " state server",
                    stateServer,
                    name + " metrics",
                    metrics);
        }
    }

    /** Every port with what it is for. */
    public Map<String, Integer> byUse(ClusterSize size) {
        Map<String, Integer> ports = new TreeMap<>(Map.of(
                "kafka", kafka(),
                "kafka controller", kafkaController(),
                "s3", s3(),
                "jobmanager REST", flinkRest(),
                "jobmanager", jobManagerRpc(),
                "jobmanager files", jobManagerBlobs(),
                "jobmanager metrics", jobManagerMetrics()));
        for (int number = 1; number <= size.taskManagers(); number++) {
            ports.putAll(taskManager(number).byUse("taskmanager-" + number));
        }
        for (int number = 1; number <= size.queryServices(); number++) {
            ports.put("query-" + number, queryService(number));
        }
        for (int number = 1; number <= size.agents(); number++) {
            ports.put("agent-" + number, agent(number));
        }
        return ports;
    }

    /** An address of this machine. */
    public static String address(int port) {
        return HOST + ":" + port;
    }
}
