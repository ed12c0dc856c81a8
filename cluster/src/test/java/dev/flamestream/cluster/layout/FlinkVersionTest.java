package dev.flamestream.cluster.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Flink's own distribution is a module without a parent, so that its version stands twice. */
class FlinkVersionTest {
    private static final Pattern VERSION = Pattern.compile("<flink\\.version>([^<]+)</flink\\.version>");

    @Test
    void theJobIsBuiltForTheFlinkThatRunsIt() throws IOException {
        assertThat(version(Path.of("flink-dist/pom.xml"))).isEqualTo(version(Path.of("../pom.xml")));
    }

    private static String version(Path pom) throws IOException {
        Matcher found = VERSION.matcher(Files.readString(pom));
        assertThat(found.find()).as(pom.toString()).isTrue();
        return found.group(1);
    }
}
