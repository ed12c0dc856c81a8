package dev.flamestream.standalone.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docker/kafka/create-topics makes the topics that {@code up} makes. */
class CreateTopicsTest {
    private static String script() throws Exception {
        Path folder = Path.of("").toAbsolutePath();
        Path found = folder.resolve("docker/kafka/create-topics");
        return Files.readString(Files.exists(found) ? found : folder.resolveSibling("docker/kafka/create-topics"));
    }

    private static void assertSame(String script, TopicSettings topic) {
        int start = script.indexOf("--topic " + topic.name() + " ");
        int end = script.indexOf("\n\n", start);
        String command = script.substring(start, end < 0 ? script.length() : end);
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = Pattern.compile("--config ([a-z.]+)=(\\S+)").matcher(command);
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }

        assertThat(found).isEqualTo(new TreeMap<>(topic.toConfig()));
        assertThat(command).contains("--partitions " + topic.partitionCount() + " ");
    }

    @Test
    void makesTheTopicsThatUpMakes() throws Exception {
        String script = script();

        assertSame(script, TopicSettings.profiles(TopicSettings.DEFAULT_PARTITIONS));
        assertSame(script, TopicSettings.rejected());
    }
}
