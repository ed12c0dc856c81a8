package dev.flamestream.query.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BlockStoreTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);
    private static final URI ROOT = URI.create("s3://profiles/some/prefix/");
    private static final String FOLDER = "some/prefix/blocks/tenant=acme/date=2026-01-02/";

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static S3BlockStore store;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(folder);
        store = new S3BlockStore(ROOT, server.settings(), metrics());
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @Test
    void listsTheBlocksOfATenantsDaysAndNothingElse() throws Exception {
        put(FOLDER + "b.parquet", "22");
        put(FOLDER + "a.parquet", "1");
        put(FOLDER + "_writing.parquet", "x");
        put(FOLDER + ".hidden.parquet", "x");
        put(FOLDER + "notes.txt", "x");
        put(FOLDER + "deeper/c.parquet", "x");
        put("some/prefix/blocks/tenant=acme/date=2026-01-03/next.parquet", "333");
        put("some/prefix/blocks/tenant=acme2/date=2026-01-02/other.parquet", "x");

        assertThat(store.list("acme", DAY, DAY))
                .containsExactly(
                        new ListedBlock("blocks/tenant=acme/date=2026-01-02/a.parquet", 1),
                        new ListedBlock("blocks/tenant=acme/date=2026-01-02/b.parquet", 2));
        assertThat(store.list("acme", DAY, DAY.plusDays(1))).hasSize(3);
        assertThat(store.list("nobody", DAY, DAY)).isEmpty();
    }

    @Test
    void listsMoreBlocksThanAPageHolds() throws Exception {
        // Straight into the server's folder: a thousand requests would take most of the test's time.
        Path day = folder.resolve("data/profiles/some/prefix/blocks/tenant=many/date=2026-01-02");
        Files.createDirectories(day);
        for (int i = 0; i < 1005; i++) {
            Files.writeString(day.resolve(i + ".parquet"), "x");
        }

        assertThat(store.list("many", DAY, DAY)).hasSize(1005);
    }

    @Test
    void readsRanges() throws Exception {
        put("some/prefix/blocks/range", "0123456789");
        byte[] target = new byte[6];

        try (BlockFile file = store.open("blocks/range")) {
            file.readFully(3, target, 1, 4);

            assertThat(new String(target, StandardCharsets.US_ASCII)).isEqualTo("\0003456\000");
            assertThat(file.sizeBytes()).isEqualTo(10);
            assertThatThrownBy(() -> file.readFully(8, target, 0, 6)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aBlockThatIsGoneSaysSo() {
        String key = "blocks/tenant=acme/date=2026-01-02/gone.parquet";
        BlockFile listedOnce = store.open(new ListedBlock(key, 10));

        assertThatThrownBy(() -> listedOnce.readFully(0, new byte[1], 0, 1)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.open(key)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aBucketOrKeyThatIsWrongIsOneLineThatSaysWhereAndWhat() {
        S3Settings good = server.settings();
        S3Settings bad = new S3Settings(
                good.endpoint(),
                good.region(),
                good.pathStyle(),
                new Secret("who"),
                new Secret("what"),
                good.attemptTimeout(),
                good.callTimeout(),
                good.maxRequestsInFlight());
        try (S3BlockStore noBucket = new S3BlockStore(URI.create("s3://nowhere"), good, metrics());
                S3BlockStore noKey = new S3BlockStore(ROOT, bad, metrics())) {
            assertThatThrownBy(() -> noBucket.list("acme", DAY, DAY))
                    .isInstanceOf(IOException.class)
                    .hasMessage("bucket nowhere: expected it to exist at " + good.endpoint());
            assertThatThrownBy(() -> noKey.list("acme", DAY, DAY))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("bucket profiles, listing of " + FOLDER + ": access denied (403 ")
                    .hasMessageEndingWith("check blocks.s3.access.key, blocks.s3.secret.key and the bucket's policy");
        }
    }

    private static QueryMetrics metrics() {
        return new QueryMetrics(new SimpleMeterRegistry());
    }

    private static void put(String key, String text) throws IOException {
        server.put("profiles", key, text.getBytes(StandardCharsets.UTF_8));
    }
}
