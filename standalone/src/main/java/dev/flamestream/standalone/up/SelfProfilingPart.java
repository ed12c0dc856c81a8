package dev.flamestream.standalone.up;

import dev.flamestream.agent.jfr.SelfProfiling;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.query.http.SelfProfiler;
import dev.flamestream.schemas.record.Labels;
import java.time.Duration;
import java.util.Optional;

/** Profiles this very process into its own Kafka, so that a first look has something real to look at. */
final class SelfProfilingPart implements AutoCloseable {
    /** The name under which this process finds itself on the page. */
    static final String SERVICE = "flamestream";

    /** Three of them are there within half a minute of the start. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** The broker is in this process and goes next: what it has not taken by then was of the last seconds. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final ProfilePublisher publisher;
    private final Optional<SelfProfiling> profiling;

    private SelfProfilingPart(ProfilePublisher publisher, Optional<SelfProfiling> profiling) {
        this.publisher = publisher;
        this.profiling = profiling;
    }

    static SelfProfilingPart start(String bootstrapServers) {
        ProfilePublisher publisher = ProfilePublisher.to(bootstrapServers)
                .agent("flamestream-up/0.1.0")
                .open();
        Labels labels = Labels.of(Labels.SERVICE_NAME, SERVICE);
        return new SelfProfilingPart(publisher, SelfProfiling.start(publisher, labels, INTERVAL));
    }

    /** The same profiler, for those who ask for one profile. */
    SelfProfiler onDemand() {
        return new OnDemandProfiler(profiling);
    }

    @Override
    public void close() {
        profiling.ifPresent(SelfProfiling::close);
        publisher.close(CLOSE_PATIENCE);
    }
}
