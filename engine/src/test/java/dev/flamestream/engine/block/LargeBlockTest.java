package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A block of 2,000 small sections: 500 services of 4 pods with 4 profile types each, 5 minutes of them. */
class LargeBlockTest {
    private static final List<MemorySection> SECTIONS = new ArrayList<>();
    private static MemoryBlockFile file = new MemoryBlockFile(new byte[0]);

    @BeforeAll
    static void writeLargeBlock() throws IOException {
        GeneratedSections generated = new GeneratedSections(99);
        for (int service = 0; service < 500; service++) {
            List<Labels> pods = pods(String.format("service-%03d", service));
            for (int type = 0; type < 4; type++) {
                ProfileType profileType = new ProfileType("process_cpu", "type" + type, "count", "cpu", "nanoseconds");
                SECTIONS.add(generated.next(
                        "acme", profileType, 80, 30, pods, new UUID(0x9E3779B97F4A7C15L * service, service)));
            }
        }
        file = new MemoryBlockFile(BlockRoundTripTest.write(SECTIONS, Long.MAX_VALUE));
    }

    private static List<Labels> pods(String service) {
        return IntStream.range(0, 4)
                .mapToObj(pod -> Labels.of(
                        Labels.SERVICE_NAME,
                        service,
                        Labels.PROFILE_NAME,
                        "process_cpu",
                        "namespace",
                        "shop",
                        "node",
                        "node-" + (service.hashCode() + pod & 31),
                        "pod",
                        service + "-" + Integer.toHexString(service.hashCode() * 31 + pod)))
                .toList();
    }

    @Test
    void footerIsBelowTwoPercentOfTheFile() throws IOException {
        BlockReader reader = BlockReader.open(file);

        assertThat(100.0 * reader.footer().tailBytes() / reader.footer().fileBytes())
                .isLessThan(2.0);
    }

    @Test
    void readsFewBytesForOneSection() throws IOException {
        BlockReader reader = BlockReader.open(file);
        Section section = reader.sections().get(1234);

        long before = file.readBytes();
        int readsBefore = file.reads();
        section.readTree(FrameDetail.NAME);
        section.readProfiles(RowDetail.TOTALS);

        assertThat(file.readBytes() - before).isLessThan(file.sizeBytes() / 5);
        assertThat(file.reads() - readsBefore).isLessThan(10);
    }

    @Test
    void concurrentReadsDoNotMeet() throws IOException, InterruptedException, ExecutionException {
        BlockReader reader = BlockReader.open(file);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> texts = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Section section = reader.sections().get(i % 100);
                texts.add(threads.submit(() -> SectionText.of(section)));
            }
            for (int i = 0; i < texts.size(); i++) {
                assertThat(texts.get(i).get()).isEqualTo(SectionText.of(SECTIONS.get(i % 100)));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
