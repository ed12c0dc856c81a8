package dev.flamestream.query.http;

import dev.flamestream.query.push.ProfilePublisher;
import dev.flamestream.schemas.record.ProfileRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published, and answers what it is told to. */
final class FakePublisher implements ProfilePublisher {
    final List<ProfileRecord> records = new CopyOnWriteArrayList<>();
    volatile Published answer = Published.ACKNOWLEDGED;

    @Override
    public CompletableFuture<Published> publish(List<ProfileRecord> published) {
        records.addAll(published);
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public void close() {}
}
