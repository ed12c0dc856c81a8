package dev.flamestream.engine.profile;

import dev.flamestream.schemas.pprof.Function;
import dev.flamestream.schemas.pprof.Label;
import dev.flamestream.schemas.pprof.Line;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes pprof files for tests, with protobuf's own classes: nothing in common with the decoder under test. */
public final class PprofFile {
    private final Profile.Builder profile = Profile.newBuilder().addStringTable("");
    private final Map<String, Integer> strings = new HashMap<>(Map.of("", 0));
    private final Map<String, Long> locations = new HashMap<>();

    private PprofFile() {}

    /** A file with sample types of the form {@code cpu/nanoseconds}; the period type is that of the last. */
    public static PprofFile of(String... types) {
        PprofFile file = new PprofFile();
        for (String type : types) {
            ValueType valueType = file.valueType(type);
            file.profile.addSampleType(valueType).setPeriodType(valueType);
        }
        file.profile.setPeriod(10_000_000);
        return file;
    }

    /** Adds a sample: a stack as {@code main;parse}, root first; {@code a+b} is b inlined into a; then its values. */
    public PprofFile sample(String stack, long... values) {
        return sample(stack, Map.of(), values);
    }

    /** Adds a sample with text labels. */
    public PprofFile sample(String stack, Map<String, String> labels, long... values) {
        Sample.Builder sample = Sample.newBuilder();
        String[] frames = stack.isEmpty() ? new String[0] : stack.split(";", -1);
        for (int i = frames.length - 1; i >= 0; i--) {
            sample.addLocationId(location(frames[i]));
        }
        for (long value : values) {
            sample.addValue(value);
        }
        labels.forEach((key, text) ->
                sample.addLabel(Label.newBuilder().setKey(string(key)).setStr(string(text))));
        profile.addSample(sample);
        return this;
    }

    /** Changes what has no method here. */
    public Profile.Builder builder() {
        return profile;
    }

    /** The file without gzip. */
    public byte[] plain() {
        return profile.build().toByteArray();
    }

    /** The file as agents send it. */
    public byte[] gzip() {
        return gzip(plain());
    }

    /** One gzip member. */
    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The number of a string of the table. */
    public int string(String text) {
        return strings.computeIfAbsent(text, added -> {
            profile.addStringTable(added);
            return profile.getStringTableCount() - 1;
        });
    }

    private long location(String frame) {
        return locations.computeIfAbsent(frame, added -> {
            Location.Builder location = Location.newBuilder().setId(locations.size() + 1L);
            String[] inlined = added.split("\\+", -1);
            for (int i = inlined.length - 1; i >= 0; i--) {
                long function = profile.getFunctionCount() + 1L;
                profile.addFunction(Function.newBuilder()
                        .setId(function)
                        .setName(string(inlined[i]))
                        .setFilename(string(inlined[i] + ".go"))
                        .setStartLine(3));
                location.addLine(Line.newBuilder().setFunctionId(function).setLine(7));
            }
            profile.addLocation(location);
            return location.getId();
        });
    }

    private ValueType valueType(String type) {
        String[] parts = type.split("/", -1);
        return ValueType.newBuilder()
                .setType(string(parts[0]))
                .setUnit(string(parts[1]))
                .build();
    }
}
