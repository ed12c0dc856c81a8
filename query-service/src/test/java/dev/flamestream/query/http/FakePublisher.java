package dev.flamestream.query.http;

import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.query.push.ProfilePublisher;
import dev.flamestream.schemas.record.ProfileRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published, and answers what it is told to. */
final class FakePublisher implements ProfilePublisher {
    final List<ProfileRecord> records = new CopyOnWriteArrayList<>();
    final List<ProfileRecord> refused = new CopyOnWriteArrayList<>();
    final List<Rejection> rejections = new CopyOnWriteArrayList<>();
    volatile Published answer = Published.ACKNOWLEDGED;

    @Override
    public CompletableFuture<Published> publish(List<ProfileRecord> published) {
        records.addAll(published);
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletableFuture<Published> publishRefused(List<ProfileRecord> published, Rejection rejection) {
        refused.addAll(published);
        rejections.add(rejection);
        return CompletableFuture.completedFuture(answer);
    }

    /** As if nothing had been published. */
    void reset() {
        records.clear();
        refused.clear();
        rejections.clear();
        answer = Published.ACKNOWLEDGED;
    }

    @Override
    public void close() {}
}
