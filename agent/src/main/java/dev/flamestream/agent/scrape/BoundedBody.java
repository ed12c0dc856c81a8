package dev.flamestream.agent.scrape;

import com.linecorp.armeria.common.HttpData;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Gathers a body up to a limit and stops the stream there, without reading on. */
final class BoundedBody implements Subscriber<HttpData> {
    private final long limitBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Body> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    BoundedBody(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** What was read; not whole where the limit cut it. */
    static final class Body {
        private final byte[] bytes;
        private final boolean whole;

        Body(byte[] bytes, boolean whole) {
            this.bytes = bytes;
            this.whole = whole;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean isWhole() {
            return whole;
        }
    }

    CompletableFuture<Body> body() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(HttpData chunk) {
        Subscription open = subscription;
        if (open == null || body.isDone()) {
            return;
        }
        byte[] array = chunk.array();
        int room = (int) Math.min(array.length, limitBytes - bytes.size());
        bytes.write(array, 0, room);
        if (room < array.length) {
            open.cancel();
            body.complete(new Body(bytes.toByteArray(), false));
        } else {
            open.request(1);
        }
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        body.complete(new Body(bytes.toByteArray(), true));
    }
}
