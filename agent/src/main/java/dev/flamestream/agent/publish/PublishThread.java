package dev.flamestream.agent.publish;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that talks to the Kafka producer, whose {@code send} may block while it knows no broker.
 *
 * <p>Oldest first: a profile that cannot be handed over is tried again until its deadline, and those behind it, whose
 * deadlines are later, wait.
 */
final class PublishThread extends Thread {
    /** How often an idle or waiting thread looks whether it should stop. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** What a send in progress may take beyond the closing deadline: {@link KafkaSettings#MAX_BLOCK} and slack. */
    private static final Duration CLOSE_SLACK = KafkaSettings.MAX_BLOCK.multipliedBy(2);

    private static final Logger log = LoggerFactory.getLogger(PublishThread.class);

    private final ProducerFactory producers;
    private final DeliveryListener listener;
    private final PublishBuffer buffer;
    private final KafkaWatch watch;
    private final LinkedBlockingQueue<PendingProfile> queue;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile long closeDeadlineNanos;
    private boolean stopped;
    private @Nullable Producer<byte[], byte[]> producer;

    PublishThread(PublisherSettings settings, ProducerFactory producers, DeliveryListener listener) {
        super("flamestream-publisher");
        setDaemon(true);
        this.producers = producers;
        this.listener = listener;
        this.buffer = new PublishBuffer(settings.bufferBytes(), settings.bufferProfiles());
        this.watch = new KafkaWatch(settings.bootstrapServers());
        this.queue = new LinkedBlockingQueue<>(settings.bufferProfiles());
    }

    PublishBuffer buffer() {
        return buffer;
    }

    KafkaWatch watch() {
        return watch;
    }

    /** Takes a profile, or refuses it at once; never blocks. */
    void enqueue(PendingProfile pending) {
        if (closing.get()) {
            refuse(pending, new Delivery(Outcome.CLOSED, "the publisher is closed"));
            return;
        }
        if (!buffer.take(pending.recordBytes())) {
            Delivery full = new Delivery(Outcome.BUFFER_FULL, "the buffer holds " + buffer.describe());
            watch.lost(full.detail(), System.nanoTime());
            refuse(pending, full);
            return;
        }
        synchronized (queue) {
            if (!stopped) {
                // The buffer's count is the queue's capacity, so there is room.
                queue.add(pending);
                return;
            }
        }
        settle(pending, new Delivery(Outcome.CLOSED, "the publisher is closed"));
    }

    /** Settles a profile that never was in the buffer. */
    void refuse(PendingProfile pending, Delivery delivery) {
        listener.settled(delivery.outcome(), pending.valueBytes());
        pending.delivery().complete(delivery);
    }

    private void settle(PendingProfile pending, Delivery delivery) {
        if (pending.delivery().isDone()) {
            return; // The producer may call back with an error and throw it as well.
        }
        buffer.giveBack(pending.recordBytes());
        if (delivery.isAcknowledged()) {
            watch.acknowledged(System.nanoTime());
        } else if (delivery.outcome() != Outcome.CLOSED) {
            watch.lost(delivery.detail(), System.nanoTime());
        }
        refuse(pending, delivery);
    }

    @Override
    public void run() {
        while (!isPastClosing()) {
            try {
                PendingProfile next = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    handOver(next);
                } else if (closing.get()) {
                    break;
                }
            } catch (InterruptedException e) {
                // Only close interrupts, after its deadline: the loop's condition sees that.
                log.atTrace().log("woken to close");
            }
        }
        closeProducer();
        synchronized (queue) {
            stopped = true;
        }
        for (PendingProfile left = queue.poll(); left != null; left = queue.poll()) {
            settle(left, new Delivery(Outcome.CLOSED, "closed before kafka was found"));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears everything that the future would say.
    private void handOver(PendingProfile pending) {
        String error = "kafka was not found in time";
        while (!isPastClosing()) {
            if (System.nanoTime() - pending.deadlineNanos() >= 0) {
                settle(pending, new Delivery(Outcome.TIMED_OUT, error));
                return;
            }
            try {
                Attempt attempt = new Attempt(pending);
                openProducer().send(pending.record(), attempt);
                if (!attempt.isToBeRepeated()) {
                    return;
                }
                error = attempt.error;
            } catch (InterruptException e) {
                // Only close interrupts. Kafka's exception sets the flag again, which would end the next wait at once.
                Thread.interrupted();
            } catch (KafkaException | IllegalStateException e) {
                if (producer != null) {
                    settle(pending, new Delivery(Outcome.KAFKA_ERROR, describe(e)));
                    return;
                }
                error = describe(e);
                pause();
            }
            watch.trouble(error, System.nanoTime());
        }
        settle(pending, new Delivery(Outcome.CLOSED, "closed before kafka was found"));
    }

    private Producer<byte[], byte[]> openProducer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = producers.open();
            producer = open;
        }
        return open;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            // Only close interrupts, after its deadline: the caller's loop sees that.
            log.atTrace().log("woken to close");
        }
    }

    private static String describe(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private boolean isPastClosing() {
        return closing.get() && System.nanoTime() - closeDeadlineNanos >= 0;
    }

    private void closeProducer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            return;
        }
        long leftNanos = Math.max(0, closeDeadlineNanos - System.nanoTime());
        try {
            open.close(Duration.ofNanos(leftNanos));
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("error", describe(e)).log("closing the kafka producer failed");
        }
    }

    /** Stops within the timeout and {@link #CLOSE_SLACK}. */
    void close(Duration timeout) {
        synchronized (queue) {
            if (closing.get()) {
                return;
            }
            closeDeadlineNanos = System.nanoTime() + timeout.toNanos();
            closing.set(true);
        }
        try {
            join(Math.max(1, timeout.toMillis()));
            if (isAlive()) {
                interrupt();
                join(CLOSE_SLACK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One call of {@code send}: settles its profile, unless the producer only could not find a broker in time. */
    private final class Attempt implements org.apache.kafka.clients.producer.Callback {
        private final PendingProfile pending;
        private boolean repeat;
        private String error = "";

        Attempt(PendingProfile pending) {
            this.pending = pending;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception == null) {
                settle(pending, Delivery.ACKNOWLEDGED);
            } else if (exception instanceof TimeoutException && Thread.currentThread() == PublishThread.this) {
                // Called from inside send: the producer does not know the topic's partitions yet and took nothing.
                repeat = true;
                error = describe(exception);
            } else if (closing.get()) {
                settle(pending, new Delivery(Outcome.CLOSED, describe(exception)));
            } else {
                Outcome outcome = exception instanceof TimeoutException ? Outcome.TIMED_OUT : Outcome.KAFKA_ERROR;
                settle(pending, new Delivery(outcome, describe(exception)));
            }
        }

        /** Read on the publisher's thread, which is the only one that sets it. */
        boolean isToBeRepeated() {
            return repeat;
        }
    }
}
