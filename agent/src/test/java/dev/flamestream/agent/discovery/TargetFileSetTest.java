package dev.flamestream.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.config.TargetFiles;
import dev.flamestream.agent.config.TargetGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFileSetTest {
    @TempDir
    private Path folder;

    private TargetFileSet set(String pattern) {
        return new TargetFileSet(new TargetFiles(List.of(folder.resolve(pattern)), Duration.ofSeconds(1)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void readsJsonAndYamlAndDropsReservedLabels() throws Exception {
        write("a.json", "[{\"targets\": [\"h:1\"], \"labels\": {\"__meta_x\": \"1\", \"env\": \"prod\"}}]");
        write("b.yml", "- targets: [h:2, h:3]\n");
        write("c.txt", "not looked at");
        TargetFileSet set = new TargetFileSet(
                new TargetFiles(List.of(folder.resolve("*.json"), folder.resolve("*.yml")), Duration.ofSeconds(1)));

        assertThat(set.look())
                .containsExactly(
                        new TargetGroup(List.of("h:1"), Map.of("env", "prod")),
                        new TargetGroup(List.of("h:2", "h:3"), Map.of()));
    }

    @Test
    void followsFilesAsTheyChangeComeAndGo() throws Exception {
        TargetFileSet set = set("*.yml");
        assertThat(set.look()).isEmpty();

        write("a.yml", "- targets: [h:1]\n");
        assertThat(set.look()).containsExactly(new TargetGroup(List.of("h:1"), Map.of()));
        write("a.yml", "- targets: [h:9]\n");
        assertThat(set.look()).containsExactly(new TargetGroup(List.of("h:9"), Map.of()));
        write("a.yml", "[]\n");
        assertThat(set.look()).isEmpty();
        write("b.yml", "- targets: [h:2]\n");
        assertThat(set.look()).containsExactly(new TargetGroup(List.of("h:2"), Map.of()));
        Files.delete(folder.resolve("b.yml"));
        assertThat(set.look()).isEmpty();
    }

    @Test
    void keepsTheLastRightTargetsOfAFileThatIsWrongOrHalfWritten() throws Exception {
        TargetFileSet set = set("*.yml");
        write("a.yml", "- targets: [h:1]\n");
        List<TargetGroup> right = set.look();

        for (String wrong : List.of("", "- targets: [h:1", "- targets: [\"http://h\"]\n", "- target: [h:2]\n")) {
            write("a.yml", wrong);
            assertThat(set.look()).as("after \"%s\"", wrong).isEqualTo(right);
            assertThat(set.faultyFileCount()).isEqualTo(1);
        }
        write("a.yml", "- targets: [h:3]\n");
        assertThat(set.look()).containsExactly(new TargetGroup(List.of("h:3"), Map.of()));
        assertThat(set.faultyFileCount()).isZero();
    }
}
