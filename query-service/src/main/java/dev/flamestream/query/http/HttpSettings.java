package dev.flamestream.query.http;

import java.time.Duration;

/**
 * The port and the bounds of the HTTP edge.
 *
 * @param bindAddress which address of the machine it listens on
 * @param port 0 for any free one
 * @param requestTimeout after this a request is answered with deadline_exceeded
 * @param maxQueryBytes size of a query's body, decompressed
 * @param maxPushBytes size of a push's body, decompressed
 * @param maxQueriesInFlight queries that run or wait for a thread
 * @param maxPushesInFlight pushes that run or wait for Kafka
 * @param blockingThreads threads that queries run on
 * @param isMultiTenant whether there are several tenants, and a request must say whose it is
 * @param drainTime how long a stopping service takes requests while it says that it is not ready
 * @param shutdownGrace how long requests in flight may go on after that
 */
public record HttpSettings(
        String bindAddress,
        int port,
        Duration requestTimeout,
        int maxQueryBytes,
        int maxPushBytes,
        int maxQueriesInFlight,
        int maxPushesInFlight,
        int blockingThreads,
        boolean isMultiTenant,
        Duration drainTime,
        Duration shutdownGrace) {}
