package dev.flamestream.benchmarks.shared;

import dev.flamestream.schemas.pprof.Function;
import dev.flamestream.schemas.pprof.Line;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** A profile that is about as much work as one may be: close to the bound of stack entries, hardly any stack twice. */
final class LargeProfile {
    /** Eight frames each: 4 million entries, of the 4 Mi that the job decodes. */
    private static final int SAMPLES = 500_000;

    private static final int DEPTH = 8;
    private static final int FUNCTIONS = 50_000;
    private static final long SEED = 20_261_127;

    private LargeProfile() {}

    /** As gzip; the same at each call. */
    static byte[] gzip() {
        Random random = new Random(SEED);
        Profile.Builder profile = Profile.newBuilder()
                .addStringTable("")
                .addStringTable("cpu")
                .addStringTable("nanoseconds")
                .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriodType(ValueType.newBuilder().setType(1).setUnit(2))
                .setPeriod(10_000_000);
        for (int i = 1; i <= FUNCTIONS; i++) {
            profile.addStringTable("package.function" + i);
            profile.addFunction(Function.newBuilder().setId(i).setName(i + 2));
            profile.addLocation(
                    Location.newBuilder().setId(i).addLine(Line.newBuilder().setFunctionId(i)));
        }
        for (int i = 0; i < SAMPLES; i++) {
            Sample.Builder sample = profile.addSampleBuilder().addValue(10_000_000);
            for (int frame = 0; frame < DEPTH; frame++) {
                sample.addLocationId(1 + random.nextInt(FUNCTIONS));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            profile.build().writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
