package dev.flamestream.query.live;

import dev.flamestream.engine.head.DirectoryEvent.Directory;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The heads of a running job: the one place that knows how they are reached, so that queryable state's successor can take its
 * place.
 *
 * <p>Thread-safe. Futures end within a bounded time; they fail with an {@link java.io.IOException} if the job cannot be asked,
 * and with {@link dev.flamestream.engine.head.CorruptHeadException} if what it says makes no sense.
 */
public interface HeadStore extends AutoCloseable {
    /** Which heads of a tenant and shard are live; the empty directory if it has none. */
    CompletableFuture<Directory> directory(String tenant, int shard);

    /** One of the logs of a head, {@code head_a} or {@code head_b}; empty if it holds nothing. */
    CompletableFuture<Optional<HeadSnapshot>> head(String log, HeadKey key);

    /**
     * Why heads that are read now may lack profiles that were in them before; nothing if they hold all. Asked before heads are
     * read and after, since the job may have gone back in between. May block for a short, bounded time.
     */
    default Optional<String> behind() {
        return Optional.empty();
    }

    @Override
    void close();
}
