package dev.flamestream.engine.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.reference.Corpus;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Ten heap profiles that a Go program gave 3 s apart, against an independent reader of pprof files. */
class CorpusDeltaTest {
    private static final Labels LABELS = Labels.of("service_name", "parca", "__name__", "memory");
    private static final String SERIES = "parca__many__";
    private static final List<String> CUMULATIVE = List.of("alloc_objects", "alloc_space");

    @Test
    void tenHeapProfilesInARowCountWhatAnIndependentReaderSubtracts() throws Exception {
        List<Path> files = Corpus.files("open").stream()
                .filter(file -> file.getFileName().toString().startsWith(SERIES))
                .toList();
        assertThat(files).hasSize(10);
        Path reader = Corpus.shared("tools").resolve("pprof_fold.py");
        Map<String, Map<String, Long>> before = new HashMap<>();
        long changes = 0;
        try (DeltaSubject subject = new DeltaSubject()) {
            for (int i = 0; i < files.size(); i++) {
                DeltaSubject.Taken taken = subject.take(LABELS, 3_000L * i, Files.readAllBytes(files.get(i)));
                subject.restart();
                for (int type = 0; type < CUMULATIVE.size(); type++) {
                    Map<String, Long> now = fold(reader, CUMULATIVE.get(type), files.get(i));
                    Map<String, Long> old = before.put(CUMULATIVE.get(type), now);
                    SortedMap<String, Long> added = old == null ? new TreeMap<>() : added(old, now);
                    changes += added.size();

                    assertThat(FlatFold.sums(taken.profile(), type))
                            .as("%s of %s", CUMULATIVE.get(type), files.get(i))
                            .isEqualTo(added);
                }
            }
            assertThat(changes).as("counters that went up").isPositive();
        }
    }

    private static SortedMap<String, Long> added(Map<String, Long> old, Map<String, Long> now) {
        SortedMap<String, Long> added = new TreeMap<>();
        now.forEach((stack, value) -> {
            long difference = value - old.getOrDefault(stack, 0L);
            if (difference != 0) {
                added.put(stack, difference);
            }
        });
        return added;
    }

    private static Map<String, Long> fold(Path reader, String type, Path file)
            throws IOException, InterruptedException {
        Process python;
        try {
            python = new ProcessBuilder("python3", reader.toString(), "fold", "--type", type, file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException missing) {
            Assumptions.abort("no python3 here: " + missing.getMessage());
            throw missing;
        }
        Map<String, Long> sums = new HashMap<>();
        new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    sums.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
                });
        assertThat(python.waitFor()).isZero();
        return sums;
    }
}
