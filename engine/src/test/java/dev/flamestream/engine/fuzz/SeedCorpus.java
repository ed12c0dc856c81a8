package dev.flamestream.engine.fuzz;

import dev.flamestream.engine.block.MemoryBlockFile;
import dev.flamestream.engine.block.SectionIndexWriter;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.DirectoryEvent;
import dev.flamestream.engine.head.HeadAppender;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.reference.RandomPprof;
import dev.flamestream.engine.section.Section;
import dev.flamestream.schemas.record.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What the fuzzer begins with: pprof files, logs, blocks and section indexes of every shape that the generators know. */
final class SeedCorpus {
    private static final int FILES = 120;
    private static final int LOGS = 60;
    private static final Labels GROUPING = Labels.of("service_name", "shop", "__name__", "p");

    private SeedCorpus() {}

    /** Writes the seeds of a target. */
    static void write(FuzzRun.Target target, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int seed = 0; seed < (target == FuzzRun.Target.PPROF ? FILES : LOGS); seed++) {
            byte[] bytes = seed(target, new Random(seed));
            if (bytes.length <= target.maxBytes()) {
                Files.write(folder.resolve("seed-" + seed), bytes);
            }
        }
    }

    private static byte[] seed(FuzzRun.Target target, Random random) throws IOException {
        return switch (target) {
            case PPROF -> new RandomPprof(random, PprofTarget.LIMITS).file();
            case HEAD_LOG -> HeadLogTarget.input(random.nextInt(10) == 0 ? directory() : log(random));
            case BLOCK -> block(random);
            case SECTION_INDEX ->
                SectionIndexWriter.write(
                        BlockFooter.read(new MemoryBlockFile(block(random))).sections());
        };
    }

    private static List<byte[]> directory() {
        HeadKey key = new HeadKey("acme", 1, 42, 0);
        return List.of(DirectoryEvent.opened(key, GROUPING), DirectoryEvent.closed(key));
    }

    private static List<byte[]> log(Random random) throws IOException {
        RandomPprof files = new RandomPprof(random, PprofTarget.LIMITS);
        HeadAppender appender = new HeadAppender(PprofTarget.LIMITS);
        HeadKey key = new HeadKey("acme", 1, 42, 0);
        HeadIndex head = HeadIndex.open(key, new UUID(random.nextLong(), random.nextLong()), GROUPING);
        List<byte[]> elements = new ArrayList<>(List.of(head.header()));
        try (PprofDecoder decoder = new PprofDecoder(PprofTarget.LIMITS)) {
            for (int profiles = random.nextInt(4); profiles >= 0; profiles--) {
                byte[] file = elements.size() == 1 || random.nextInt(4) == 0 ? files.file() : files.nextFile();
                FlatProfile profile = decoder.decode(file).fold(accepted -> accepted, rejection -> {
                    throw new IllegalStateException("refused: " + rejection);
                });
                Arrival arrival = new Arrival(GROUPING.with("pod", "" + random.nextInt(2)), random.nextInt(9), "");
                if (appender.check(profile, arrival).isPresent()) {
                    throw new IllegalStateException("the labels of a generated profile are refused");
                }
                elements.add(appender.append(head, profile, arrival));
            }
        }
        return elements;
    }

    private static byte[] block(Random random) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        BlockWriter writer = new BlockWriter("acme", target);
        for (Section section : HeadSnapshot.read(log(random)).sections()) {
            writer.add(section);
        }
        writer.finish();
        return target.toByteArray();
    }
}
