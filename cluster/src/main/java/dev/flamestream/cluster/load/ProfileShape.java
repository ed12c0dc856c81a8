package dev.flamestream.cluster.load;

import com.google.protobuf.ByteString;
import dev.flamestream.schemas.pprof.Function;
import dev.flamestream.schemas.pprof.Line;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** A pprof file of random stacks below the name of its tenant; its first sample counts it as one profile. */
final class ProfileShape {
    /** Sample type of the number of profiles. */
    static final String COUNT_TYPE = "profiles";

    /** Sample type of their values. */
    static final String VALUE_TYPE = "cpu";

    /** A sample stands for some milliseconds: a billion of them stay far below the largest long. */
    private static final int MAX_VALUE = 1 << 20;

    private static final int MAX_DEPTH = 24;
    private static final int FUNCTIONS = 400;

    /** Stacks of one file: most services are small, one in ten is busy, as in scrapes of real ones. */
    private static final List<Integer> SIZES = List.of(4, 8, 8, 16, 16, 30, 30, 60, 60, 250);

    private final Profile.Builder profile = Profile.newBuilder().addStringTable("");
    private final Map<String, Long> strings = new HashMap<>(Map.of("", 0L));
    private final Map<String, Long> locations = new HashMap<>();
    private long total;

    private ProfileShape() {}

    /** A file with the sum of its values. */
    record Shaped(ByteString file, long value) {}

    static Shaped random(LoadKey key, SplittableRandom random) {
        ProfileShape shape = new ProfileShape();
        shape.profile
                .addSampleType(shape.type(COUNT_TYPE, "count"))
                .addSampleType(shape.type(VALUE_TYPE, "nanoseconds"))
                .setPeriodType(shape.type(VALUE_TYPE, "nanoseconds"))
                .setPeriod(10_000_000);
        int samples = SIZES.get(random.nextInt(SIZES.size()));
        for (int sample = 0; sample < samples; sample++) {
            shape.sample(key, random, sample == 0);
        }
        return new Shaped(ByteString.copyFrom(gzip(shape.profile.build().toByteArray())), shape.total);
    }

    private void sample(LoadKey key, SplittableRandom random, boolean first) {
        Sample.Builder sample = Sample.newBuilder();
        int depth = 2 + random.nextInt(MAX_DEPTH);
        // Few functions near the root and many at the leaves, as call trees are.
        for (int level = depth; level > 0; level--) {
            int choices = Math.min(FUNCTIONS, 2 + level * level);
            sample.addLocationId(location(key.service() + ".level" + level + ".fn" + random.nextInt(choices)));
        }
        sample.addLocationId(location(key.tenant()));
        long value = 1L + random.nextInt(MAX_VALUE);
        total += value;
        profile.addSample(sample.addValue(first ? 1 : 0).addValue(value));
    }

    private ValueType type(String name, String unit) {
        return ValueType.newBuilder()
                .setType(string(name))
                .setUnit(string(unit))
                .build();
    }

    private long string(String text) {
        return strings.computeIfAbsent(text, added -> {
            profile.addStringTable(added);
            return profile.getStringTableCount() - 1L;
        });
    }

    private long location(String function) {
        return locations.computeIfAbsent(function, added -> {
            long id = locations.size() + 1L;
            profile.addFunction(Function.newBuilder().setId(id).setName(string(added)));
            profile.addLocation(
                    Location.newBuilder().setId(id).addLine(Line.newBuilder().setFunctionId(id)));
            return id;
        });
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.toByteArray();
    }
}
