package dev.flamestream.standalone.up;

import dev.flamestream.schemas.pprof.Function;
import dev.flamestream.schemas.pprof.Line;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The smallest profile there is: one stack of one function. */
final class PprofFiles {
    /** The type of the profiles made here, published as {@code process_cpu}. */
    static final String TYPE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

    private PprofFiles() {}

    /** Writes a file of the given value. */
    static Path write(Path file, long nanos) throws IOException {
        Profile profile = Profile.newBuilder()
                .addStringTable("")
                .addStringTable("cpu")
                .addStringTable("nanoseconds")
                .addStringTable("main")
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriodType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriod(1)
                .setTimeNanos(Instant.now().toEpochMilli() * 1_000_000L)
                .addFunction(Function.newBuilder().setId(1).setName(3))
                .addLocation(
                        Location.newBuilder().setId(1).addLine(Line.newBuilder().setFunctionId(1)))
                .addSample(Sample.newBuilder().addLocationId(1).addValue(nanos))
                .build();
        return Files.write(file, profile.toByteArray());
    }
}
