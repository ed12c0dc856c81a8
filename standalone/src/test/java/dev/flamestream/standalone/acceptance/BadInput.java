package dev.flamestream.standalone.acceptance;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.reference.Corpus;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileRecord;
import dev.flamestream.schemas.record.RecordFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that no good producer would send, and what must become of it.
 *
 * @param name also the service of those that name one
 * @param outcome what is wanted
 * @param reasons the reasons that may be given for a refusal
 */
record BadInput(String name, Outcome outcome, Set<RejectReason> reasons, ProducerRecord<byte[], byte[]> record) {
    static final String TENANT = "acme";

    private static final Set<RejectReason> MALFORMED =
            Set.of(RejectReason.MALFORMED_PROFILE, RejectReason.PROFILE_SIZE_LIMIT, RejectReason.SAMPLES_LIMIT);

    /** What must become of a record. */
    enum Outcome {
        ACCEPTED,
        REFUSED,
        EITHER
    }

    /** The malformed files of the corpus, with what its manifest expects; skips the test, with a message, if it is not there. */
    static List<BadInput> ofCorpus() throws IOException {
        List<BadInput> inputs = new ArrayList<>();
        List<Path> files = Corpus.files("malformed");
        List<String> manifest = Files.readAllLines(Corpus.shared("corpus").resolve("MANIFEST.extra.tsv"));
        for (Path file : files) {
            String name = "malformed/" + file.getFileName();
            String expected = manifest.stream()
                    .map(line -> line.split("\t", -1))
                    .filter(columns -> columns[0].equals(name))
                    .map(columns -> columns[6])
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is not in the manifest"));
            byte[] value = Files.readAllBytes(file);
            if (expected.equals("reject by window")) {
                // The window is the header's; who publishes a file puts the file's time there.
                inputs.add(refused(
                        name,
                        RejectReason.NOT_IN_INGESTION_WINDOW,
                        record(name, value, RecordFormat.TIME, "9223372036854")));
            } else {
                inputs.add(new BadInput(name, outcome(expected), MALFORMED, record(name, value)));
            }
        }
        return inputs;
    }

    private static Outcome outcome(String expected) {
        boolean mayAccept = expected.contains("accept") || expected.contains("no crash");
        boolean mayReject = expected.contains("reject") || expected.contains("no crash");
        if (mayAccept == mayReject) {
            return Outcome.EITHER;
        }
        return mayAccept ? Outcome.ACCEPTED : Outcome.REFUSED;
    }

    /** Records that are made here: values and headers of every wrong kind, and right ones that look wrong. */
    static List<BadInput> made(Random random) {
        byte[] good = PprofFile.of("cpu/nanoseconds").sample("main;work", 7).gzip();
        List<BadInput> inputs = new ArrayList<>();
        inputs.addAll(values(random, good));
        inputs.addAll(headers(good));
        return inputs;
    }

    private static List<BadInput> values(Random random, byte[] good) {
        byte[] noise = new byte[RecordFormat.MAX_VALUE_BYTES];
        random.nextBytes(noise);
        byte[] flipped = good.clone();
        flipped[flipped.length / 2] ^= 0x40;
        return List.of(
                refused("no-value", RejectReason.MALFORMED_PROFILE, record("no-value", null)),
                refused("empty-value", RejectReason.MALFORMED_PROFILE, record("empty-value", new byte[0])),
                refused("half", RejectReason.MALFORMED_PROFILE, record("half", Arrays.copyOf(good, good.length / 2))),
                refused("flipped-bit", RejectReason.MALFORMED_PROFILE, record("flipped-bit", flipped)),
                refused("text", RejectReason.MALFORMED_PROFILE, record("text", utf8("<html>502</html>"))),
                refused("largest-noise", RejectReason.MALFORMED_PROFILE, record("largest-noise", noise)),
                refused(
                        "bomb",
                        RejectReason.PROFILE_SIZE_LIMIT,
                        record("bomb", PprofFile.gzip(new byte[(64 << 20) + 1]))),
                accepted("largest", record("largest", padded(random))),
                accepted("good-empty-label", record("good-empty-label", good, RecordFormat.LABEL_PREFIX + "zone", "")));
    }

    private static List<BadInput> headers(byte[] good) {
        List<BadInput> inputs = new ArrayList<>();
        for (String tenant : List.of("../../etc", ".", "..", "a b", "x".repeat(151), "")) {
            inputs.add(refused(
                    "tenant-" + inputs.size(),
                    RejectReason.INVALID_TENANT,
                    record("tenant-" + inputs.size(), good, RecordFormat.TENANT, tenant)));
        }
        for (String time : List.of("tomorrow", "-5", "9223372036854775808", "1e9", "99999999999999")) {
            inputs.add(refused(
                    "time-" + inputs.size(),
                    RejectReason.NOT_IN_INGESTION_WINDOW,
                    record("time-" + inputs.size(), good, RecordFormat.TIME, time)));
        }
        String[] many = new String[140];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = RecordFormat.LABEL_PREFIX + "l" + i;
            many[i + 1] = "v";
        }
        inputs.add(refused("many-labels", RejectReason.MAX_LABEL_NAMES_PER_SERIES, record("many-labels", good, many)));
        inputs.add(refused(
                "twice",
                RejectReason.DUPLICATE_LABEL_NAMES,
                record("twice", good, "label.zone", "a", "label.zone", "b")));
        inputs.add(refused(
                "long-value",
                RejectReason.LABEL_VALUE_TOO_LONG,
                record("long-value", good, "label.zone", "v".repeat(2_049))));
        inputs.add(refused("nameless", RejectReason.INVALID_LABELS, record("nameless", good, "label.", "a")));
        ProducerRecord<byte[], byte[]> nullHeader = record("null-header", good);
        nullHeader.headers().add("label.zone", null).add("x-mine", null);
        inputs.add(accepted("null-header", nullHeader));
        ProducerRecord<byte[], byte[]> odd = record("odd-key", good);
        inputs.add(accepted(
                "odd-key",
                new ProducerRecord<>(odd.topic(), null, new byte[] {0, -1, 10}, odd.value(), odd.headers())));
        ProducerRecord<byte[], byte[]> noKey = record("no-key", good);
        inputs.add(accepted(
                "no-key",
                new ProducerRecord<byte[], byte[]>(noKey.topic(), null, null, noKey.value(), noKey.headers())));
        return inputs;
    }

    private static BadInput refused(String name, RejectReason reason, ProducerRecord<byte[], byte[]> record) {
        return new BadInput(name, Outcome.REFUSED, Set.of(reason), record);
    }

    private static BadInput accepted(String name, ProducerRecord<byte[], byte[]> record) {
        return new BadInput(name, Outcome.ACCEPTED, Set.of(), record);
    }

    /** A record of a service of its own, with a header of the producer's own and others that replace or follow the usual. */
    private static ProducerRecord<byte[], byte[]> record(String service, byte @Nullable [] value, String... more) {
        ProfileRecord profile = ProfileRecord.of(
                        Labels.of(Labels.SERVICE_NAME, service, Labels.PROFILE_NAME, "process_cpu"), new byte[0])
                .tenant(TENANT)
                .id("3f0e5a52-0000-4000-8000-000000000000")
                .build();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(RecordFormat.TOPIC, null, profile.key(), value);
        profile.headers().forEach(header -> record.headers().add(header.name(), header.utf8()));
        record.headers().add("x-mine", new byte[] {1, 2, (byte) 0xff});
        for (int i = 0; i < more.length; i += 2) {
            if (!more[i].startsWith(RecordFormat.LABEL_PREFIX)) {
                record.headers().remove(more[i]);
            }
            record.headers().add(more[i], utf8(more[i + 1]));
        }
        return record;
    }

    /** A profile as large as Kafka takes, most of it a string that nobody names. */
    private static byte[] padded(Random random) {
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main;work", 7);
        char[] padding = new char[RecordFormat.MAX_VALUE_BYTES - file.plain().length - 16];
        for (int i = 0; i < padding.length; i++) {
            padding[i] = (char) ('!' + random.nextInt(90));
        }
        file.builder().addStringTable(new String(padding));
        return file.plain();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
