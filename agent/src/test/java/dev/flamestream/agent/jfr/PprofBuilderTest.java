package dev.flamestream.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.pprof.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PprofBuilderTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00.5Z");
    private static final JavaFrame LEAF = new JavaFrame("a.B.leaf", "a/B.java", 7);
    private static final JavaFrame ROOT = new JavaFrame("a.B.main", "a/B.java", 3);

    @Test
    void writesStacksLeafFirstWithEachFrameOnce() throws Exception {
        SampleWindow window = new SampleWindow(SelfProfileKind.CPU, START);
        window.add(List.of(LEAF, ROOT), 1, 20);
        window.add(List.of(LEAF, ROOT), 1, 20);
        window.add(List.of(ROOT), 1, 20);

        Profile profile = PprofText.parse(window.pprof(Duration.ofSeconds(10)));

        assertThat(PprofText.folded(profile, 1)).isEqualTo("""
                        a.B.main 20
                        a.B.main;a.B.leaf 40
                        """);
        assertThat(PprofText.types(profile)).isEqualTo("samples:count cpu:nanoseconds / cpu:nanoseconds 20000000");
        assertThat(profile.getLocationCount()).isEqualTo(2);
        assertThat(profile.getFunctionCount()).isEqualTo(2);
        assertThat(profile.getStringTable(0)).isEmpty();
        assertThat(profile.getTimeNanos()).isEqualTo(START.toEpochMilli() * 1_000_000);
        assertThat(profile.getDurationNanos()).isEqualTo(10_000_000_000L);
    }

    @Test
    void describesEachKindAsPyroscopesClientsDo() throws Exception {
        assertThat(PprofText.types(empty(SelfProfileKind.ALLOCATION))).isEqualTo("alloc_space:bytes / space:bytes 0");
        assertThat(PprofText.types(empty(SelfProfileKind.LOCK)))
                .isEqualTo("contentions:count delay:nanoseconds / mutex:count 1");
    }

    private static Profile empty(SelfProfileKind kind) throws Exception {
        return PprofText.parse(new SampleWindow(kind, START).pprof(Duration.ofSeconds(1)));
    }

    @Test
    void keepsTheSumOfStacksPastItsBound() throws Exception {
        SampleWindow window = new SampleWindow(SelfProfileKind.ALLOCATION, START);
        for (int i = 0; i < SampleWindow.MAX_STACKS + 100; i++) {
            window.add(List.of(new JavaFrame("f" + i, "", i)), 3);
        }

        Profile profile = PprofText.parse(window.pprof(Duration.ofSeconds(10)));

        assertThat(profile.getSampleCount()).isEqualTo(SampleWindow.MAX_STACKS + 1);
        assertThat(PprofText.folded(profile, 0)).contains("(other stacks) 300\n");
    }
}
