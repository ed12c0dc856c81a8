package dev.flamestream.query.live;

import dev.flamestream.engine.head.HeadKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks the job for one of its published lists. Thread-safe. */
interface StateReader extends AutoCloseable {
    /**
     * The elements under a key, none if there is nothing; fails with an {@link java.io.IOException} within a bounded time.
     *
     * @param state name under which the job publishes it
     */
    CompletableFuture<List<byte[]>> read(String state, HeadKey key);

    @Override
    void close();
}
