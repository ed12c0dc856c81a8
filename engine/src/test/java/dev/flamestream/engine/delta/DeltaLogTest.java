package dev.flamestream.engine.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeltaLogTest {
    private static final Labels LABELS = Labels.of("service_name", "shop");

    /** Printed by {@code hex()} of the log that {@link #write} makes; a format that is frozen does not change. */
    private static final String GOLDEN = """
        4201010c736572766963655f6e616d650473686f70020b636f6e74656e74696f6e7305636f756e740564656c61790b6e616e6f7365636f6e6473141602a21cd566e131b88ec8da390626ce146702c801c343869100c8fe302d26389a520090bc049003fb860e3d
        4301202201010006010dd687557896480086f7ad7995d914b8020268489831\
        """;

    private final DeltaSubject subject = new DeltaSubject();

    @AfterEach
    void close() {
        subject.close();
    }

    @Test
    void versionOneIsWrittenAndReadAsItWas() throws CorruptDeltaException {
        write();

        assertThat(hex(subject.log())).isEqualTo(GOLDEN);
        CumulativeSeries series = CumulativeSeries.replay(subject.log());
        assertThat(series.labels()).isEqualTo(LABELS);
        assertThat(series.timeMillis()).isEqualTo(16);
        assertThat(series.appendMillis()).isEqualTo(17);
        assertThat(series.stackCount()).isEqualTo(3);
        assertThat(series.value(1, 1)).isEqualTo(203);
    }

    @Test
    void noChangedByteIsBelieved() {
        write();
        for (int element = 0; element < subject.log().size(); element++) {
            for (int at = 0; at < subject.log().get(element).length; at++) {
                List<byte[]> damaged = new ArrayList<>();
                subject.log().forEach(whole -> damaged.add(whole.clone()));
                damaged.get(element)[at] ^= 0x10;

                assertThatExceptionOfType(CorruptDeltaException.class)
                        .as("element %d, byte %d", element, at)
                        .isThrownBy(() -> CumulativeSeries.replay(damaged));
            }
        }
    }

    @Test
    void elementsInAnotherOrderAreNotBelieved() {
        write();
        List<byte[]> log = subject.log();

        assertThatExceptionOfType(CorruptDeltaException.class)
                .isThrownBy(() -> CumulativeSeries.replay(List.of(log.get(1), log.get(0))));
        assertThatExceptionOfType(CorruptDeltaException.class)
                .isThrownBy(() -> CumulativeSeries.replay(List.of(log.get(0), log.get(1), log.get(1))));
        assertThatExceptionOfType(CorruptDeltaException.class)
                .isThrownBy(() -> CumulativeSeries.replay(List.of(new byte[3])));
    }

    private void write() {
        subject.take(
                LABELS,
                10,
                file().sample("main;a", 1, 100).sample("main;b", 2, 200).gzip());
        subject.take(
                LABELS,
                16,
                file().sample("main;a", 1, 100)
                        .sample("main;b", 2, 203)
                        .sample("main;c", 1, 1)
                        .gzip());
    }

    private static PprofFile file() {
        return PprofFile.of("contentions/count", "delay/nanoseconds");
    }

    private static String hex(List<byte[]> log) {
        return String.join("\n", log.stream().map(HexFormat.of()::formatHex).toList());
    }
}
