package dev.flamestream.query.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.query.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3BlockStoreTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);
    private static final URI ROOT = URI.create("s3://profiles/some/prefix/");
    private static final String FOLDER = "some/prefix/blocks/tenant=acme/date=2026-01-02/";

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static S3Client writer;
    private static S3BlockStore store;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(folder);
        S3Settings settings = server.settings();
        writer = S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        settings.accessKey().value(), settings.secretKey().value())))
                .build();
        writer.createBucket(request -> request.bucket("profiles"));
        store = new S3BlockStore(ROOT, settings);
    }

    @AfterAll
    static void stop() {
        store.close();
        writer.close();
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
        BlockFile gone = store.open("blocks/tenant=acme/date=2026-01-02/gone.parquet");

        assertThatThrownBy(() -> gone.readFully(0, new byte[1], 0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aBucketOrKeyThatIsWrongIsAnIoExceptionThatNamesIt() {
        S3Settings good = server.settings();
        S3Settings bad =
                new S3Settings(good.endpoint(), good.region(), good.pathStyle(), new Secret("who"), new Secret("what"));
        try (S3BlockStore noBucket = new S3BlockStore(URI.create("s3://nowhere"), good);
                S3BlockStore noKey = new S3BlockStore(ROOT, bad)) {
            assertThatThrownBy(() -> noBucket.list("acme", DAY, DAY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nowhere");
            assertThatThrownBy(() -> noKey.list("acme", DAY, DAY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("profiles");
        }
    }

    private static void put(String key, String text) {
        for (int number = 1; ; number++) {
            try {
                writer.putObject(request -> request.bucket("profiles").key(key), RequestBody.fromString(text));
                return;
            } catch (UncheckedIOException e) {
                // The server closes a connection now and then, and the simple client does not send a body again.
                if (number == 3) {
                    throw e;
                }
            }
        }
    }
}
