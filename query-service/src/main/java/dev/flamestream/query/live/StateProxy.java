package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;

/** One of the job's proxies, asked once and without a bound on the time: whoever asks sets one. Thread-safe. */
interface StateProxy extends AutoCloseable {
    /** The elements of a list under a key. */
    CompletableFuture<List<byte[]>> read(JobID job, String state, HeadKey key);

    @Override
    void close();
}
