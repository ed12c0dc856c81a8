package dev.flamestream.standalone.acceptance;

import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A savepoint that an earlier commit's job took, as it lies among the test's resources.
 *
 * <pre>
 * savepoint/         the savepoint, in the canonical format, from {@link #PARTITIONS} slots
 * blocks/            what the job had stored when the savepoint was complete
 * sums.tsv           tenant, profile type, stack, sum over live and stored profiles
 * offsets.tsv        partition, records read of it
 * </pre>
 */
final class SavepointFixture {
    /** Partitions of the topic that the source's state speaks of. */
    static final int PARTITIONS = 2;

    private final Path folder;

    SavepointFixture(Path folder) {
        this.folder = folder;
    }

    /** The one that the job of commit 80048f9 took. */
    static SavepointFixture first() throws IOException {
        var found = SavepointFixture.class.getResource("/savepoint-1/sums.tsv");
        if (found == null) {
            throw new IOException("the savepoint is not among the resources");
        }
        return new SavepointFixture(Path.of(found.getPath()).resolveSibling(""));
    }

    /** What a tenant's profiles of one type come to. */
    record Asked(String tenant, ProfileType type) {}

    /** Sums by stack. */
    Map<Asked, Map<String, Long>> sums() throws IOException {
        Map<Asked, Map<String, Long>> sums = new LinkedHashMap<>();
        for (String[] line : lines("sums.tsv")) {
            sums.computeIfAbsent(new Asked(line[0], ProfileType.parse(line[1]).orElseThrow()), asked -> new TreeMap<>())
                    .merge(line[2], Long.parseLong(line[3]), Long::sum);
        }
        return sums;
    }

    /** Records read, by partition. */
    List<Integer> recordsRead() throws IOException {
        List<Integer> counts = new ArrayList<>();
        for (String[] line : lines("offsets.tsv")) {
            counts.add(Integer.parseInt(line[1]));
        }
        return counts;
    }

    /** Lays it out as the newest checkpoint of a job, and its blocks below the given folder. */
    void layOut(Path checkpoint, Path blocks) throws IOException {
        copy(folder.resolve("savepoint"), checkpoint);
        copy(folder.resolve("blocks"), blocks.resolve("blocks"));
    }

    /** Writes one. */
    void write(Path savepoint, Path blocks, Map<Asked, Map<String, Long>> sums, List<Integer> recordsRead)
            throws IOException {
        copy(savepoint, folder.resolve("savepoint"));
        copy(blocks.resolve("blocks"), folder.resolve("blocks"));
        StringBuilder text = new StringBuilder();
        sums.forEach((asked, stacks) -> stacks.forEach((stack, sum) -> text.append(asked.tenant())
                .append('\t')
                .append(asked.type().id())
                .append('\t')
                .append(stack)
                .append('\t')
                .append(sum)
                .append('\n')));
        Files.writeString(folder.resolve("sums.tsv"), text);
        StringBuilder offsets = new StringBuilder();
        for (int partition = 0; partition < recordsRead.size(); partition++) {
            offsets.append(partition)
                    .append('\t')
                    .append(recordsRead.get(partition))
                    .append('\n');
        }
        Files.writeString(folder.resolve("offsets.tsv"), offsets);
    }

    private List<String[]> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name), StandardCharsets.UTF_8).stream()
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target);
            }
        }
    }
}
