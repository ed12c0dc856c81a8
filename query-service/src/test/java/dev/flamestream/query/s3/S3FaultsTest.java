package dev.flamestream.query.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.engine.block.store.RangeRead;
import dev.flamestream.query.QueryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class S3FaultsTest {
    private static final int MAX_IN_FLIGHT = 3;
    private static final String KEY = "blocks/tenant=acme/date=2026-01-02/a.parquet";
    private static final byte[] BLOCK = new byte[9 << 20];
    private static final ListedBlock LISTED = new ListedBlock(KEY, BLOCK.length);

    @TempDir
    private static Path folder;

    private static S3Server server;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private FaultyS3 faulty;
    private S3BlockStore store;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.startOpen(folder);
        new Random(1).nextBytes(BLOCK);
    }

    @BeforeEach
    void putBlock() throws Exception {
        faulty = new FaultyS3(server);
        store = store(Duration.ofSeconds(10), Duration.ofSeconds(20));
        server.put("profiles", KEY, BLOCK);
    }

    @AfterEach
    void close() {
        store.close();
        faulty.close();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private S3BlockStore store(Duration attemptTimeout, Duration callTimeout) {
        return new S3BlockStore(
                URI.create("s3://profiles"),
                server.settingsAt(faulty.port(), attemptTimeout, callTimeout, MAX_IN_FLIGHT),
                new QueryMetrics(registry));
    }

    @Test
    void rangesAreReadSideBySideAndLongOnesInParts() throws Exception {
        List<RangeRead> reads =
                List.of(new RangeRead(10, 5), new RangeRead(100, BLOCK.length - 200), new RangeRead(7, 0));

        try (BlockFile file = store.open(LISTED)) {
            file.readAll(reads);
        }

        for (RangeRead read : reads) {
            assertThat(read.bytes())
                    .isEqualTo(
                            Arrays.copyOfRange(BLOCK, (int) read.offset(), (int) read.offset() + read.bytes().length));
        }
        assertThat(faulty.requests)
                .containsExactlyInAnyOrder(
                        "bytes=10-14", "bytes=100-4194403", "bytes=4194404-8388707", "bytes=8388708-9437083");
        assertThat(attempts("ok")).isEqualTo(4);
        assertThat(registry.counter("s3.read.bytes").count()).isEqualTo(BLOCK.length - 195);
    }

    @Test
    void neverAreMoreRequestsUnderWayThanMayBeHoweverManyRead() throws Exception {
        faulty.delay = Duration.ofMillis(20);
        ExecutorService readers = Executors.newFixedThreadPool(6);
        List<Future<byte[]>> answers = new ArrayList<>();
        for (int reader = 0; reader < 6; reader++) {
            answers.add(readers.submit(() -> {
                List<RangeRead> reads = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    reads.add(new RangeRead(i * 1000L, 10));
                }
                store.open(LISTED).readAll(reads);
                return reads.get(7).bytes();
            }));
        }

        for (Future<byte[]> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(Arrays.copyOfRange(BLOCK, 7000, 7010));
        }
        readers.shutdown();

        assertThat(faulty.requests).hasSize(48);
        assertThat(faulty.inFlightMax).hasValue(MAX_IN_FLIGHT);
    }

    @Test
    void aStoreThatIsBusyTwiceIsAskedAThirdTime() throws Exception {
        faulty.busy.set(2);

        assertThat(read(100, 50)).isEqualTo(Arrays.copyOfRange(BLOCK, 100, 150));

        assertThat(attempts("unavailable")).isEqualTo(2);
        assertThat(attempts("ok")).isEqualTo(1);
    }

    @Test
    void aStoreThatStaysBusySaysSo() {
        faulty.busy.set(100);

        assertThatThrownBy(() -> read(100, 50))
                .isInstanceOf(IOException.class)
                .hasMessage("bucket profiles, " + KEY + ": the store is busy (503 SlowDown) after 3 tries");
        assertThat(faulty.requests).hasSize(3);
    }

    @Test
    void aBodyThatBreaksOffIsAskedForAgain() throws Exception {
        faulty.broken.set(2);

        assertThat(read(0, 1 << 20)).isEqualTo(Arrays.copyOf(BLOCK, 1 << 20));

        assertThat(faulty.requests).hasSize(3);
    }

    @Test
    void aBodyThatAlwaysBreaksOffIsAFailureThatSaysWhere() {
        faulty.broken.set(100);

        assertThatThrownBy(() -> read(0, 1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("bucket profiles, " + KEY + ": ")
                .hasMessageContaining("broke off");
    }

    @Test
    void aStoreThatIsTooSlowIsGivenUpInTime() {
        faulty.delay = Duration.ofSeconds(20);
        store.close();
        store = store(Duration.ofMillis(200), Duration.ofMillis(500));
        long begin = System.nanoTime();

        assertThatThrownBy(() -> read(100, 50))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("bucket profiles, " + KEY + ": no whole answer from http://127.0.0.1:")
                .hasMessageContaining("500 ms");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(attempts("timeout")).isBetween(2.0, 3.0);
    }

    @Test
    void aStoreThatIsAwaySaysWhere() {
        int port = faulty.port();
        faulty.close();

        assertThatThrownBy(() -> read(100, 50))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("http://127.0.0.1:" + port + " cannot be reached");
    }

    @Test
    void aBlockThatGoesWhileItIsReadSaysSoAndEndsTheOtherReads() throws Exception {
        server.remove("profiles", KEY);
        List<RangeRead> reads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            reads.add(new RangeRead(i * 10L, 10));
        }

        assertThatThrownBy(() -> store.open(LISTED).readAll(reads)).isInstanceOf(NoSuchFileException.class);

        assertThat(faulty.requests).hasSizeLessThanOrEqualTo(2 * MAX_IN_FLIGHT + 1);
    }

    @Test
    void aBlockThatIsShorterThanItsListingSaysSo() {
        assertThatThrownBy(() -> read(BLOCK.length - 10, 20)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(BLOCK.length + 10, 20)).isInstanceOf(EOFException.class);
        assertThat(faulty.requests).hasSize(2);
    }

    private byte[] read(long offset, int length) throws IOException {
        byte[] target = new byte[length];
        try (BlockFile file = store.open(LISTED)) {
            file.readFully(offset, target, 0, length);
        }
        return target;
    }

    private double attempts(String outcome) {
        return registry.counter("s3.requests", "operation", "get", "outcome", outcome)
                .count();
    }
}
