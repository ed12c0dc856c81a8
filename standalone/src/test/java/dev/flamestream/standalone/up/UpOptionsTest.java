package dev.flamestream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.standalone.flink.FlinkSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpOptionsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({"1, 65535", "65535, 1", "4040, 9092"})
    void takesPortsToTheirBorders(int http, int kafka) {
        assertThat(of(http, kafka, MINUTE, MINUTE).httpPort()).isEqualTo(http);
    }

    @ParameterizedTest
    @CsvSource({"0, 9092, --http-port", "65536, 9092, --http-port", "4040, 0, --kafka-port", "4040, -1, --kafka-port"})
    void refusesPortsPastTheirBordersByTheOptionsName(int http, int kafka, String option) {
        assertThatThrownBy(() -> of(http, kafka, MINUTE, MINUTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(option + ": expected 1 to 65535, found ");
    }

    @Test
    void refusesOnePortForBoth() {
        assertThatThrownBy(() -> of(4040, 4040, MINUTE, MINUTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--http-port and --kafka-port: expected two ports, found 4040");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT5S", "PT10M", "PT3H"})
    void takesWindowsThatDivideADayToTheirBorders(Duration window) {
        assertThat(of(4040, 9092, window, MINUTE).window()).isEqualTo(window);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.999S", "PT3H0.001S", "PT7S", "PT7M", "PT1.001S", "PT-1S", "PT24H"})
    void refusesOtherWindowsByTheOptionsName(Duration window) {
        assertThatThrownBy(() -> of(4040, 9092, window, MINUTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--window: expected ")
                .hasMessageContaining("found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.1S", "PT10M"})
    void takesCheckpointIntervalsToTheirBorders(Duration interval) {
        assertThat(of(4040, 9092, MINUTE, interval).checkpointInterval()).isEqualTo(interval);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.099S", "PT10M0.001S"})
    void refusesCheckpointIntervalsPastTheirBordersByTheOptionsName(Duration interval) {
        assertThatThrownBy(() -> of(4040, 9092, MINUTE, interval))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--checkpoint-interval: expected 100 ms to 10 min, found ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void takesSlotsToTheirBorders(int slots) {
        assertThat(of(4040, 9092, MINUTE, MINUTE, slots).slots()).isEqualTo(slots);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17})
    void refusesSlotsPastTheirBordersByTheOptionsName(int slots) {
        assertThatThrownBy(() -> of(4040, 9092, MINUTE, MINUTE, slots))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--slots: expected 1 to 16, found " + slots);
    }

    @Test
    void keepsBlocksInTheDataFolderUnlessToldOtherwise() {
        Path data = Path.of("relative").toAbsolutePath();
        UpOptions here = of(4040, 9092, MINUTE, MINUTE);
        UpOptions elsewhere = new UpOptions(
                Path.of("relative"),
                4040,
                9092,
                Optional.of(URI.create("s3://bucket")),
                MINUTE,
                MINUTE,
                FlinkSettings.DEFAULT_SLOTS,
                false,
                Optional.empty());

        assertThat(here.data()).isEqualTo(data);
        assertThat(here.blocksRoot().getPath()).startsWith(data.toString());
        assertThat(elsewhere.blocksRoot()).isEqualTo(URI.create("s3://bucket"));
    }

    private static UpOptions of(int httpPort, int kafkaPort, Duration window, Duration checkpointInterval) {
        return of(httpPort, kafkaPort, window, checkpointInterval, FlinkSettings.DEFAULT_SLOTS);
    }

    private static UpOptions of(int httpPort, int kafkaPort, Duration window, Duration checkpointInterval, int slots) {
        return new UpOptions(
                Path.of("relative"),
                httpPort,
                kafkaPort,
                Optional.empty(),
                window,
                checkpointInterval,
                slots,
                false,
                Optional.empty());
    }
}
