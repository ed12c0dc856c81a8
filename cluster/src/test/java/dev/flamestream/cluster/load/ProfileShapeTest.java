package dev.flamestream.cluster.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileShapeTest {
    private static final long SEED = 20_261_127;

    @ParameterizedTest
    @CsvSource({"CPU,SMALL,4500,7500", "CPU,MIDDLE,18000,25000", "CPU,LARGE,21000,30000", "HEAP,MIDDLE,19000,27000"})
    void filesOfASizeAreThatLargeCompressedAndHoldTheSumThatIsTold(
            ProfileKind kind, ProfileShape.Size size, int atLeastBytes, int atMostBytes) throws IOException {
        LoadKey key = new LoadKey("tenant-1", "service-1", kind);
        SplittableRandom random = new SplittableRandom(SEED);
        ServiceStacks stacks = new ServiceStacks(key, random);

        for (int i = 0; i < 20; i++) {
            ProfileShape.Shaped shaped = ProfileShape.random(kind, stacks, size, random);

            assertThat(shaped.file().size()).as("bytes of file %s", i).isBetween(atLeastBytes, atMostBytes);
            Profile profile;
            try (GZIPInputStream in = new GZIPInputStream(shaped.file().newInput())) {
                profile = Profile.parseFrom(in);
            }
            assertThat(sum(profile.getSampleList(), 0)).isEqualTo(1);
            assertThat(sum(profile.getSampleList(), 1 + kind.measured().indexOf(kind.known())))
                    .isEqualTo(shaped.value());
        }
    }

    private static long sum(List<Sample> samples, int type) {
        return samples.stream().mapToLong(sample -> sample.getValue(type)).sum();
    }
}
