package dev.flamestream.agent.jfr;

import dev.flamestream.schemas.pprof.Function;
import dev.flamestream.schemas.pprof.Line;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes stacks and their values as a pprof file, gzip: each string, function and location once. */
final class PprofBuilder {
    private record FunctionKey(String function, String file) {}

    private final Profile.Builder profile = Profile.newBuilder();
    private final Map<String, Integer> strings = new HashMap<>();
    private final Map<FunctionKey, Long> functions = new HashMap<>();
    private final Map<JavaFrame, Long> locations = new HashMap<>();

    private PprofBuilder() {
        string(""); // The format's first string.
    }

    /** Makes a file of stacks, leaf first, each with a value for every sample type of the kind. */
    static byte[] build(
            SelfProfileKind kind, Instant start, Duration duration, Map<List<JavaFrame>, long[]> valuesByStack) {
        PprofBuilder builder = new PprofBuilder();
        kind.sampleTypes().forEach(unit -> builder.profile.addSampleType(builder.type(unit)));
        valuesByStack.forEach(builder::sample);
        int last = kind.sampleTypes().size() - 1;
        builder.profile
                .setPeriodType(builder.type(kind.periodType()))
                .setPeriod(kind.period())
                .setTimeNanos(start.getEpochSecond() * 1_000_000_000L + start.getNano())
                .setDurationNanos(duration.toNanos())
                .setDefaultSampleType(
                        builder.string(kind.sampleTypes().get(last).type()));
        return gzip(builder.profile.build());
    }

    private static byte[] gzip(Profile profile) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            profile.writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private ValueType.Builder type(SelfProfileKind.Unit unit) {
        return ValueType.newBuilder().setType(string(unit.type())).setUnit(string(unit.unit()));
    }

    private void sample(List<JavaFrame> stack, long[] values) {
        Sample.Builder sample = Sample.newBuilder();
        stack.forEach(frame -> sample.addLocationId(location(frame)));
        for (long value : values) {
            sample.addValue(value);
        }
        profile.addSample(sample);
    }

    private long location(JavaFrame frame) {
        Long known = locations.get(frame);
        if (known != null) {
            return known;
        }
        long id = locations.size() + 1L;
        profile.addLocation(Location.newBuilder()
                .setId(id)
                .addLine(Line.newBuilder()
                        .setFunctionId(function(new FunctionKey(frame.function(), frame.file())))
                        .setLine(frame.line())));
        locations.put(frame, id);
        return id;
    }

    private long function(FunctionKey key) {
        Long known = functions.get(key);
        if (known != null) {
            return known;
        }
        long id = functions.size() + 1L;
        int name = string(key.function());
        profile.addFunction(Function.newBuilder()
                .setId(id)
                .setName(name)
                .setSystemName(name)
                .setFilename(string(key.file())));
        functions.put(key, id);
        return id;
    }

    private int string(String text) {
        Integer known = strings.get(text);
        if (known != null) {
            return known;
        }
        int index = strings.size();
        strings.put(text, index);
        profile.addStringTable(text);
        return index;
    }
}
