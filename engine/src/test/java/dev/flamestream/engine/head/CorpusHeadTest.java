package dev.flamestream.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.engine.profile.Rejection;
import dev.flamestream.engine.reference.Corpus;
import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real profiles through decoder, log and snapshot, against the naive engine; malformed ones against what is expected of them. */
class CorpusHeadTest {
    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "p");
    private static final HeadKey KEY = new HeadKey("acme", 1, 42, 0);

    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private final HeadAppender appender = new HeadAppender(ProfileLimits.DEFAULT);

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void everyRealProfileComesOutAsItWentIn() throws IOException {
        for (Path file : Corpus.files("open")) {
            byte[] bytes = Files.readAllBytes(file);
            List<byte[]> log = new ArrayList<>();
            HeadIndex head = open(log);
            append(head, log, file, bytes);

            assertSame(file.toString(), sums(log), naiveSums(bytes));
        }
    }

    @Test
    void allRealProfilesTogetherAddUp() throws IOException {
        List<byte[]> log = new ArrayList<>();
        HeadIndex head = open(log);
        Map<String, Map<Long, Long>> expected = new TreeMap<>();
        for (Path file : Corpus.files("open")) {
            byte[] bytes = Files.readAllBytes(file);
            append(head, log, file, bytes);
            naiveSums(bytes).forEach((type, stacks) -> {
                Map<Long, Long> sums = expected.computeIfAbsent(type, added -> new HashMap<>());
                stacks.forEach((stack, value) -> sums.merge(stack, value, Long::sum));
            });
        }

        assertSame("all files", sums(log), expected);
    }

    @Test
    void everyMalformedFileHasTheOutcomeThatIsExpectedOfIt() throws IOException {
        Map<String, String> expectations = new HashMap<>();
        for (String line : Files.readAllLines(Corpus.shared("corpus").resolve("MANIFEST.extra.tsv"))) {
            String[] columns = line.split("\t", -1);
            expectations.put(columns[0], columns[6]);
        }
        for (Path file : Corpus.files("malformed")) {
            String expected = expectations.getOrDefault("malformed/" + file.getFileName(), "");
            Decoded decoded = decoder.decode(Files.readAllBytes(file));

            boolean accepted = decoded instanceof Decoded.Accepted;
            // A file that is to be refused for its time decodes well: its time is the record's, which the job judges.
            boolean byWindow = expected.equals("reject by window");
            assertThat(expected).as("%s: %s", file.getFileName(), decoded).isNotEmpty();
            if (expected.startsWith("accept") && !expected.contains("reject")) {
                assertThat(accepted)
                        .as("%s: expected %s, found %s", file.getFileName(), expected, decoded)
                        .isTrue();
            } else if (expected.startsWith("reject") && !expected.contains("accept") && !byWindow) {
                assertThat(accepted)
                        .as("%s: expected %s, found %s", file.getFileName(), expected, decoded)
                        .isFalse();
            }
            if (decoded instanceof Decoded.Refused refused) {
                Rejection rejection = refused.rejection();
                assertThat(rejection.reason()).isIn(RejectReason.MALFORMED_PROFILE, RejectReason.PROFILE_SIZE_LIMIT);
                assertThat(rejection.detail()).isNotEmpty();
            }
        }
    }

    private static HeadIndex open(List<byte[]> log) {
        HeadIndex head = HeadIndex.open(KEY, UUID.randomUUID(), LABELS);
        log.add(head.header());
        return head;
    }

    private void append(HeadIndex head, List<byte[]> log, Path file, byte[] bytes) {
        FlatProfile profile = decoder.decode(bytes).fold(accepted -> accepted, rejection -> {
            throw new AssertionError(file + ": " + rejection);
        });
        Arrival arrival = new Arrival(LABELS, 5, "");
        assertThat(appender.check(profile, arrival)).isEmpty();
        log.add(appender.append(head, profile, arrival));
    }

    private static void assertSame(
            String what, Map<String, Map<Long, Long>> found, Map<String, Map<Long, Long>> expected) {
        expected.values().forEach(sums -> sums.values().removeIf(sum -> sum == 0));
        expected.values().removeIf(Map::isEmpty);
        assertThat(found.keySet()).as(what).isEqualTo(expected.keySet());
        // Not isEqualTo: the message about two maps of 40,000 stacks would not fit into memory.
        expected.forEach((type, sums) -> assertThat(sums.equals(found.get(type)))
                .as("%s, %s", what, type)
                .isTrue());
    }

    /** Non-zero sums by sample type, then by the hash of the stack with file and line: whole texts would take gigabytes. */
    private static Map<String, Map<Long, Long>> sums(List<byte[]> log) throws IOException {
        Map<String, Map<Long, Long>> byType = new TreeMap<>();
        for (Section section : HeadSnapshot.read(log).sections()) {
            String type = section.summary().profileType().sampleType() + ":"
                    + section.summary().profileType().sampleUnit();
            addUp(section.readTree(Section.FrameDetail.FULL), byType.computeIfAbsent(type, added -> new HashMap<>()));
        }
        byType.values().removeIf(Map::isEmpty);
        return byType;
    }

    private static void addUp(PreOrderTree tree, Map<Long, Long> sums) {
        String[] path = new String[tree.maxDepth() + 1];
        for (int node = 0; node < tree.count(); node++) {
            int depth = tree.depth()[node];
            String name = depth == 0 ? "" : Naming.LINE.text(tree.frames().get(tree.frame()[node]));
            path[depth] = depth <= 1 ? name : path[depth - 1] + ";" + name;
            if (tree.self()[node] != 0) {
                sums.merge(hash(path[depth]), tree.self()[node], Long::sum);
            }
        }
        sums.values().removeIf(sum -> sum == 0);
    }

    private static Map<String, Map<Long, Long>> naiveSums(byte[] file) throws IOException {
        NaiveProfile profile = NaiveProfile.read(file);
        Map<String, Map<Long, Long>> byType = new TreeMap<>();
        List<String> types = profile.types();
        for (int type = 0; type < types.size(); type++) {
            Map<Long, Long> sums = byType.computeIfAbsent(types.get(type), added -> new HashMap<>());
            profile.fold(type, Naming.LINE).forEach((stack, value) -> sums.merge(hash(stack), value, Long::sum));
        }
        return byType;
    }

    private static long hash(String stack) {
        return Labels.of("stack", stack).hash();
    }
}
