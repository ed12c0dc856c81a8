package dev.flamestream.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong call ends with status 2 and one line that says what was wrong with it, and nothing is done. */
final class CalledWronglyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "|a verb is missing",
                "fly|'fly'",
                "query|a verb is missing",
                "query fly|'fly'",
                "push|FILE",
                "push --label service_name f.pb|--label",
                "push --time noon f.pb|--time: expected now, now-1h",
                "push --tenant a/b f.pb|--tenant: not a tenant name: 'a/b'",
                "push --kafka nowhere f.pb|--kafka: ",
                "push --kafka-config nowhere.properties f.pb|--kafka-config: expected a file of properties at nowhere.properties, found none",
                "query labels --from yesterday|--from: expected now, now-1h",
                "query labels --to +999999999-12-31T23:59:59Z|--to: expected now, now-1h",
                "query labels --from now --to now-1h|--from: expected before --to",
                "query labels --url localhost:4040|--url: expected http://HOST:PORT",
                "query top --profile-type cpu|expected a profile type such as process_cpu:",
                "query pprof|-o",
                "query flamegraph --min-share much|--min-share",
                "up --window 7s|--window: expected a whole number of them in a day",
                "up --window soon|--window",
                "up --http-port 0|--http-port: expected 1 to 65535, found 0",
                "up --http-port 9092|--http-port and --kafka-port: expected two ports",
                "up --slots 0|--slots: expected 1 to 16, found 0",
                "up --slots 17|--slots: expected 1 to 16, found 17",
                "up --slots two|--slots",
                "job --window 7s|window: expected",
                "inspect|FILE",
                "agent|--config"
            })
    void saysInOneLineWhatWasWrong(@Nullable String line, String reason) {
        Called called = Called.with(words(line));

        assertThat(called.err())
                .as(line)
                .singleElement()
                .satisfies(said -> assertThat(said)
                        .startsWith("flamestream: ")
                        .contains(reason)
                        .contains(" --help"));
        assertThat(called.status()).as(line).isEqualTo(2);
        assertThat(called.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "agent",
                "query-service",
                "job",
                "push",
                "inspect",
                "query",
                "query flamegraph",
                "query top",
                "query pprof",
                "query series",
                "query labels",
                "query label-values",
                "query profile-types"
            })
    void explainsEachVerbOnTheOutputStream(String verb) {
        Called called = Called.with(words(verb + " --help"));

        assertThat(called.status()).isZero();
        assertThat(called.err()).isEmpty();
        assertThat(called.out().get(0)).startsWith(("Usage: flamestream " + verb).strip());
    }

    @Test
    void tellsItsVersion() {
        assertThat(Called.with("--version").out()).containsExactly("flamestream 0.1.0");
    }

    private static String[] words(@Nullable String line) {
        return line == null
                ? new String[0]
                : Stream.of(line.split(" ", -1)).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }
}
