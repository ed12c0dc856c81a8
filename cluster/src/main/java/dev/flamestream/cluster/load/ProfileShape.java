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

/** A pprof file of some stacks of a service; its first sample counts it as one profile. */
final class ProfileShape {
    /** A sample stands for some milliseconds or bytes: a billion of them stay far below the largest long. */
    private static final int MAX_VALUE = 1 << 20;

    private static final int MAX_LINE = 400;

    private final ProfileKind kind;
    private final Profile.Builder profile = Profile.newBuilder().addStringTable("");
    private final Map<String, Long> strings = new HashMap<>(Map.of("", 0L));
    private final Map<String, Long> locations = new HashMap<>();
    private long total;

    private ProfileShape(ProfileKind kind) {
        this.kind = kind;
    }

    /** A file with the sum of its known values. */
    record Shaped(ByteString file, long value) {}

    static Shaped random(ProfileKind kind, ServiceStacks stacks, Size size, SplittableRandom random) {
        ProfileShape shape = new ProfileShape(kind);
        shape.profile
                .addSampleType(shape.type(kind.countType()))
                .setPeriodType(shape.type(kind.period()))
                .setPeriod(10_000_000);
        kind.measured().forEach(type -> shape.profile.addSampleType(shape.type(type)));
        boolean first = true;
        for (List<String> stack : stacks.some(size.samples, random)) {
            shape.sample(stack, random, first);
            first = false;
        }
        return new Shaped(ByteString.copyFrom(gzip(shape.profile.build().toByteArray())), shape.total);
    }

    /** How large a file is: of a hundred, most are of small services, and a few of large ones. */
    enum Size {
        /** Some 6 KB compressed. */
        SMALL(88, 18),
        /** Some 21 KB. */
        MIDDLE(10, 220),
        /** Some 25 KB. */
        LARGE(2, 380);

        private final int percent;
        private final int samples;

        Size(int percent, int samples) {
            this.percent = percent;
            this.samples = samples;
        }

        static Size any(SplittableRandom random) {
            int drawn = random.nextInt(100);
            if (drawn < SMALL.percent) {
                return SMALL;
            }
            return drawn < SMALL.percent + MIDDLE.percent ? MIDDLE : LARGE;
        }
    }

    private void sample(List<String> stack, SplittableRandom random, boolean first) {
        Sample.Builder sample = Sample.newBuilder();
        for (int level = stack.size() - 1; level >= 0; level--) {
            sample.addLocationId(location(stack.get(level)));
        }
        sample.addValue(first ? 1 : 0);
        for (ProfileKind.Type type : kind.measured()) {
            long value = 1L + random.nextInt(MAX_VALUE);
            sample.addValue(value);
            total += type.equals(kind.known()) ? value : 0;
        }
        profile.addSample(sample);
    }

    private ValueType type(ProfileKind.Type type) {
        return ValueType.newBuilder()
                .setType(string(type.name()))
                .setUnit(string(type.unit()))
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
            profile.addFunction(Function.newBuilder()
                    .setId(id)
                    .setName(string(added))
                    .setFilename(string(added.substring(0, 1 + added.lastIndexOf('.')) + "java")));
            profile.addLocation(Location.newBuilder()
                    .setId(id)
                    .setAddress(added.hashCode() & 0xffff_ffffL)
                    .addLine(Line.newBuilder().setFunctionId(id).setLine(1 + id % MAX_LINE)));
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
