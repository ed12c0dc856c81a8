package dev.flamestream.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileStreamTest {
    @ParameterizedTest
    @EnumSource(Workload.class)
    void twoStreamsOfAWorkloadGiveTheSameBytesInOrderOfTime(Workload workload) {
        List<MadeProfile> once = ProfileStream.of(workload).take(30);
        List<MadeProfile> again = ProfileStream.of(workload).take(30);

        assertThat(again)
                .extracting(MadeProfile::pprof)
                .isEqualTo(once.stream().map(MadeProfile::pprof).toList());
        assertThat(again)
                .extracting(MadeProfile::timeMillis)
                .isEqualTo(once.stream().map(MadeProfile::timeMillis).toList());
        assertThat(once).extracting(MadeProfile::timeMillis).allMatch(time -> time >= ProfileStream.START_MILLIS);
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyProfileIsAcceptedAndHasItsSamples(Workload workload) {
        try (PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT)) {
            for (MadeProfile profile : ProfileStream.of(workload).take(5)) {
                int samples = decoder.decode(profile.pprof()).fold(accepted -> accepted.sampleCount(), rejection -> -1);

                assertThat(samples).isBetween(1, workload.samplesPerProfile);
            }
        }
    }
}
