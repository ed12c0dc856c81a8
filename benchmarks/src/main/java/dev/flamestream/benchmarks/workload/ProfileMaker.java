package dev.flamestream.benchmarks.workload;

import dev.flamestream.schemas.pprof.Function;
import dev.flamestream.schemas.pprof.Label;
import dev.flamestream.schemas.pprof.Line;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Mapping;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Writes one profile of some stacks of a template, as Go's profiler would: locations, functions and strings are numbered in
 * order of first use, and only what is used is there.
 *
 * <p>For one profile. Not thread-safe.
 */
final class ProfileMaker {
    private final Profile from;
    private final Map<Long, Location> locationsById;
    private final Map<Long, Function> functionsById;
    private final Profile.Builder into = Profile.newBuilder().addStringTable("");
    private final Map<Long, Long> strings = new HashMap<>();
    private final Map<String, Long> texts = new HashMap<>();
    private final Map<Long, Long> locations = new HashMap<>();
    private final Map<Long, Long> functions = new HashMap<>();

    ProfileMaker(TemplateIndex template) {
        this.from = template.profile();
        this.locationsById = template.locations();
        this.functionsById = template.functions();
        strings.put(0L, 0L);
        for (ValueType type : from.getSampleTypeList()) {
            into.addSampleType(type(type));
        }
        into.setPeriodType(type(from.getPeriodType())).setPeriod(from.getPeriod());
        for (Mapping mapping : from.getMappingList()) {
            into.addMapping(mapping.toBuilder()
                    .setFilename(string(mapping.getFilename()))
                    .setBuildId(string(mapping.getBuildId())));
        }
    }

    /** Adds a sample of a stack, with values of its own and the numeric labels that it has in the template. */
    Sample.Builder add(Sample stack, long[] values) {
        Sample.Builder sample = into.addSampleBuilder();
        for (long value : values) {
            sample.addValue(value);
        }
        for (long location : stack.getLocationIdList()) {
            sample.addLocationId(location(location));
        }
        for (Label label : stack.getLabelList()) {
            if (label.getStr() == 0) {
                sample.addLabel(
                        label.toBuilder().setKey(string(label.getKey())).setNumUnit(string(label.getNumUnit())));
            }
        }
        return sample;
    }

    /** Adds a text label to a sample. */
    void label(Sample.Builder sample, String key, String text) {
        sample.addLabel(Label.newBuilder().setKey(text(key)).setStr(text(text)));
    }

    /** The file. */
    byte[] finish(long timeMillis, long durationNanos) {
        into.setTimeNanos(timeMillis * 1_000_000).setDurationNanos(durationNanos);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new FastGzip(bytes)) {
            into.build().writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private long location(long id) {
        Long known = locations.get(id);
        if (known != null) {
            return known;
        }
        Location location = locationsById.getOrDefault(id, Location.getDefaultInstance());
        Location.Builder copy = location.toBuilder().clearLine();
        for (Line line : location.getLineList()) {
            copy.addLine(line.toBuilder().setFunctionId(function(line.getFunctionId())));
        }
        long number = into.getLocationCount() + 1L;
        into.addLocation(copy.setId(number));
        locations.put(id, number);
        return number;
    }

    private long function(long id) {
        Long known = functions.get(id);
        if (known != null) {
            return known;
        }
        Function function = functionsById.getOrDefault(id, Function.getDefaultInstance());
        long number = into.getFunctionCount() + 1L;
        into.addFunction(function.toBuilder()
                .setId(number)
                .setName(string(function.getName()))
                .setSystemName(string(function.getSystemName()))
                .setFilename(string(function.getFilename())));
        functions.put(id, number);
        return number;
    }

    private ValueType type(ValueType type) {
        return ValueType.newBuilder()
                .setType(string(type.getType()))
                .setUnit(string(type.getUnit()))
                .build();
    }

    private long string(long index) {
        return strings.computeIfAbsent(index, missing -> text(from.getStringTable(Math.toIntExact(index))));
    }

    private long text(String text) {
        return text.isEmpty()
                ? 0
                : texts.computeIfAbsent(text, missing -> {
                    into.addStringTable(text);
                    return into.getStringTableCount() - 1L;
                });
    }

    /** Gzip at level 1, which Go's profiler uses. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 64 << 10);
            def.setLevel(1);
        }
    }

    /** A template's messages by id, made once for all profiles of it. */
    record TemplateIndex(Profile profile, Map<Long, Location> locations, Map<Long, Function> functions) {
        static TemplateIndex of(Profile profile) {
            Map<Long, Location> locations = new HashMap<>();
            profile.getLocationList().forEach(location -> locations.put(location.getId(), location));
            Map<Long, Function> functions = new HashMap<>();
            profile.getFunctionList().forEach(function -> functions.put(function.getId(), function));
            return new TemplateIndex(profile, Map.copyOf(locations), Map.copyOf(functions));
        }
    }
}
