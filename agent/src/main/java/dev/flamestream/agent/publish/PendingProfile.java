package dev.flamestream.agent.publish;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A profile between the call that published it and what came of it. */
record PendingProfile(
        ProducerRecord<byte[], byte[]> record,
        long recordBytes,
        long deadlineNanos,
        CompletableFuture<Delivery> delivery) {

    long valueBytes() {
        return record.value().length;
    }
}
