package dev.flamestream.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.query.QueryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.queryablestate.exceptions.UnknownKeyOrNamespaceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlinkStateReaderTest {
    private static final HeadKey KEY = new HeadKey("acme", 1, 2, 3);

    private final FakeJob job = new FakeJob();
    private final FakeProxy first = new FakeProxy();
    private final FakeProxy second = new FakeProxy();
    private final FlinkStateReader reader = new FlinkStateReader(
            job, List.of(first, second), Duration.ofMillis(100), 1, new QueryMetrics(new SimpleMeterRegistry()));

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void nothingIsSentWhileTheJobDoesNotRun() {
        job.running = Optional.empty();

        assertThatThrownBy(() -> get(reader.read("head_a", KEY))).hasMessageContaining("the job does not run");
        assertThat(first.reads.get() + second.reads.get()).isZero();
    }

    @Test
    void anUnknownKeyIsNothingThereAndNotAFailure() throws Exception {
        first.answer = () ->
                CompletableFuture.failedFuture(new CompletionException(new UnknownKeyOrNamespaceException("a server")));
        second.answer = () -> CompletableFuture.failedFuture(
                new RuntimeException(
                        "Failed request 1.\n Caused by: org.apache.flink.queryablestate.exceptions.UnknownKeyOrNamespaceException: no"));

        assertThat(get(reader.read("head_a", KEY))).isEmpty();
        assertThat(get(reader.read("head_a", KEY))).isEmpty();
        assertThat(job.doubts).hasValue(0);
    }

    @Test
    void aFailureIsTriedAtAnotherProxyAndPutsTheJobInDoubt() throws Exception {
        first.answer = () -> CompletableFuture.failedFuture(new IOException("UnknownLocationException"));
        second.answer = () -> CompletableFuture.completedFuture(List.of(new byte[] {7}));

        assertThat(get(reader.read("head_a", KEY))).singleElement().isEqualTo(new byte[] {7});
        assertThat(first.reads).hasValue(1);
        assertThat(job.doubts).hasValue(1);
    }

    @Test
    void aProxyThatFailedIsPassedOverForAWhile() throws Exception {
        first.answer = () -> CompletableFuture.failedFuture(new IOException("UnknownLocationException"));
        second.answer = () -> CompletableFuture.completedFuture(List.of(new byte[] {7}));

        for (int i = 0; i < 50; i++) {
            assertThat(get(reader.read("head_a", KEY))).as("read " + i).hasSize(1);
        }
        assertThat(first.reads).as("once, and then not until it has rested").hasValue(1);
        assertThat(job.doubts).hasValue(1);
    }

    @Test
    void proxiesThatAllFailAreStillTriedInTurn() {
        first.answer = () -> CompletableFuture.failedFuture(new IOException("gone"));
        second.answer = () -> CompletableFuture.failedFuture(new IOException("gone"));

        assertThatThrownBy(() -> get(reader.read("head_a", KEY))).hasMessageContaining("gone");
        assertThatThrownBy(() -> get(reader.read("head_a", KEY))).hasMessageContaining("gone");
        assertThat(first.reads).as("of six tries").hasValueBetween(2, 4);
        assertThat(second.reads).as("of six tries").hasValueBetween(2, 4);
    }

    @Test
    void aProxyThatNeverAnswersIsGivenUpAndItsPlaceIsFreeAgain() {
        first.answer = CompletableFuture::new;
        second.answer = CompletableFuture::new;

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> get(reader.read("head_a", KEY)))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("TimeoutException");
        }
        assertThat(first.reads.get() + second.reads.get())
                .as("three tries each")
                .isEqualTo(6);
    }

    @Test
    void aReadThatCouldNotBeSentLeavesItsPlaceFree() {
        first.answer = () -> {
            throw new IllegalStateException("broken client");
        };
        second.answer = first.answer;

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> get(reader.read("head_a", KEY))).hasMessageContaining("broken client");
        }
    }

    @Test
    void noMoreAreInFlightThanMayBe() {
        first.answer = CompletableFuture::new;
        second.answer = CompletableFuture::new;
        CompletableFuture<List<byte[]>> held = reader.read("head_a", KEY);

        assertThatThrownBy(() -> get(reader.read("head_b", KEY))).hasMessageContaining("too many state reads");
        assertThat(held).isNotDone();
    }

    private static List<byte[]> get(CompletableFuture<List<byte[]>> read) throws Exception {
        return read.get(10, TimeUnit.SECONDS);
    }
}
