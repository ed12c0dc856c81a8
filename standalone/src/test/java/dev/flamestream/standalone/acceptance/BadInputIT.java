package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.ProfileType;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.acceptance.BadInput.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be taken is handed back whole with a reason, and holds up nothing that stands beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final long SEED = Long.getLong("flamestream.seed", 20_261_123);
    private static final ProfileType CPU = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");
    private static final String GOOD_SERVICE = "good";

    /** The target for a good profile is two seconds; this is what two busy cores are given. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private UpProcess up;
    private QuerierApi api;
    private Feed feed;
    private RejectedTopic rejected;
    private long goodCount;

    /** A bad input and where Kafka has put it. */
    private record Sent(BadInput input, RecordMetadata at) {}

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        up = UpProcess.start(UpSettings.in(folder, UpSettings.DEFAULT_WINDOW, UpSettings.DEFAULT_CHECKPOINT_INTERVAL));
        api = new QuerierApi(up.settings().http());
        feed = new Feed(up.settings().bootstrapServers());
        rejected = new RejectedTopic(up.settings().bootstrapServers());
    }

    @AfterAll
    void close() {
        rejected.close();
        feed.close();
        up.close();
    }

    @Test
    void malformedFilesOfTheCorpusHaveTheOutcomeThatIsExpectedOfThem() throws Exception {
        settle(publishBetweenGoodOnes(BadInput.ofCorpus()));
    }

    @Test
    void recordsOfEveryWrongKindAreRefusedWholeAndOddOnesTaken() throws Exception {
        settle(publishBetweenGoodOnes(BadInput.made(new Random(SEED))));
    }

    @Test
    void recordWithoutHeadersIsAnAnonymousProfileOfAnUnknownService() throws Exception {
        byte[] file = PprofFile.of("cpu/nanoseconds").sample("main;headless", 3).gzip();
        acknowledge(new ProducerRecord<>(RecordFormat.TOPIC, file));

        Selection selection = Selection.of(
                RecordFormat.DEFAULT_TENANT,
                CPU,
                List.of(LabelMatcher.equal(Labels.SERVICE_NAME, RecordFormat.DEFAULT_SERVICE)),
                range());
        Await.until(
                "the profile without headers",
                PATIENCE,
                up::quote,
                () -> api.profile(selection).whole().fold(0, Naming.FUNCTION).equals(Map.of("main;headless", 3L)));
    }

    @Test
    void valueOfSixteenMebibytesIsRefusedByKafkaItself() {
        assertThatThrownBy(() ->
                        acknowledge(new ProducerRecord<>(RecordFormat.TOPIC, new byte[RecordFormat.MAX_RECORD_BYTES])))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RecordTooLargeException.class);
    }

    /** Kafka bounds what it stores, compressed: what comes out of it may be larger than what it takes back. */
    @Test
    void recordThatOnlyCompressionMadeSmallEnoughIsKeptWholeAndHoldsUpNothing() throws Exception {
        byte[] value = new byte[RecordFormat.MAX_RECORD_BYTES + (4 << 20)];
        try (Feed compressing =
                new Feed(up.settings().bootstrapServers(), Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd"))) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(RecordFormat.TOPIC, value);
            RecordMetadata at = compressing.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            publishGood();

            awaitAllGood();
            ConsumerRecord<byte[], byte[]> refused =
                    Await.value("the refused record of 20 MiB", PATIENCE, up::quote, () -> rejected.of(at));
            assertThat(RejectedTopic.header(refused, RecordFormat.VALUE_ENCODING))
                    .isEqualTo("gzip");
            try (InputStream whole = new GZIPInputStream(new ByteArrayInputStream(refused.value()))) {
                assertThat(whole.readAllBytes()).as("value, whole").isEqualTo(value);
            }
            publishGood();
            awaitAllGood();
        }
    }

    private List<Sent> publishBetweenGoodOnes(List<BadInput> inputs) throws Exception {
        List<Sent> sent = new ArrayList<>();
        for (BadInput input : inputs) {
            publishGood();
            sent.add(new Sent(input, acknowledge(input.record())));
        }
        publishGood();
        return sent;
    }

    /** Kept apart by their order alone: all pods of a service share a head, so what holds up one holds up those behind it. */
    private void publishGood() throws Exception {
        goodCount++;
        Labels series = Labels.of(
                Labels.SERVICE_NAME, GOOD_SERVICE, Labels.PROFILE_NAME, CPU.name(), "pod", "pod-" + goodCount % 16);
        acknowledge(Feed.recordOf(ProfileRecord.of(
                        series,
                        PprofFile.of("cpu/nanoseconds").sample("main;good", 1).gzip())
                .tenant(BadInput.TENANT)
                .build()));
    }

    private RecordMetadata acknowledge(ProducerRecord<byte[], byte[]> record) throws Exception {
        return feed.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void settle(List<Sent> sent) throws Exception {
        awaitAllGood();
        for (Sent each : sent) {
            BadInput input = each.input();
            String what = input.name() + ", seed " + SEED;
            Optional<ConsumerRecord<byte[], byte[]>> refused =
                    Await.value(what + " in answers or among the rejected", PATIENCE, up::quote, () -> outcome(each));
            if (input.outcome() != Outcome.EITHER) {
                assertThat(refused.isPresent())
                        .as(what + ", refused: " + refused.map(BadInputIT::text).orElse("no"))
                        .isEqualTo(input.outcome() == Outcome.REFUSED);
            }
            refused.ifPresent(record -> assertWhole(what, each, record));
        }
    }

    /** Nothing while it is neither refused nor taken; then its refused copy, or nothing in that if it was taken. */
    private Optional<Optional<ConsumerRecord<byte[], byte[]>>> outcome(Sent each) throws IOException {
        Optional<ConsumerRecord<byte[], byte[]>> refused = rejected.of(each.at());
        if (refused.isPresent()) {
            return Optional.of(refused);
        }
        Selection service = new Selection(
                BadInput.TENANT,
                Optional.empty(),
                List.of(LabelMatcher.equal(Labels.SERVICE_NAME, each.input().name())),
                range(),
                List.of());
        boolean taken = !api.series(service, List.of(Labels.SERVICE_NAME))
                .whole()
                .getLabelsSetList()
                .isEmpty();
        return taken ? Optional.of(Optional.empty()) : Optional.empty();
    }

    private static void assertWhole(String what, Sent each, ConsumerRecord<byte[], byte[]> refused) {
        ProducerRecord<byte[], byte[]> original = each.input().record();
        assertThat(each.input().reasons().stream().map(reason -> reason.wireName()))
                .as(what + ", " + text(refused))
                .contains(RejectedTopic.header(refused, RecordFormat.REASON));
        assertThat(RejectedTopic.header(refused, RecordFormat.DETAIL)).as(what).isNotEmpty();
        assertThat(refused.key()).as(what + ", key").isEqualTo(original.key());
        assertThat(Arrays.equals(refused.value(), original.value() == null ? new byte[0] : original.value()))
                .as(what + ", value of " + refused.value().length + " bytes")
                .isTrue();
        List<String> headers = headers(refused.headers());
        List<String> originals = headers(original.headers());
        assertThat(headers.subList(0, originals.size())).as(what + ", headers").isEqualTo(originals);
        assertThat(headers).as(what + ", headers added").hasSize(originals.size() + 5);
    }

    private static List<String> headers(Iterable<Header> headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .map(header -> header.key() + "=" + Arrays.toString(header.value()))
                .toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> refused) {
        return RejectedTopic.header(refused, RecordFormat.REASON) + ": "
                + RejectedTopic.header(refused, RecordFormat.DETAIL);
    }

    private void awaitAllGood() throws Exception {
        Selection good = Selection.of(
                BadInput.TENANT, CPU, List.of(LabelMatcher.equal(Labels.SERVICE_NAME, GOOD_SERVICE)), range());
        Await.until(
                goodCount + " good profiles",
                PATIENCE,
                up::quote,
                () -> Sums.total(api.profile(good).whole().fold(0, Naming.FUNCTION)) == goodCount);
    }

    private static TimeRange range() {
        long now = Instant.now().toEpochMilli();
        return new TimeRange(now - 3_600_000, now + 3_600_000);
    }
}
