package dev.flamestream.engine.reference;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.pprof.Function;
import dev.flamestream.schemas.pprof.Label;
import dev.flamestream.schemas.pprof.Line;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Mapping;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A pprof file read the plainest way: inflated by the JDK, decoded by the generated protobuf class, kept as maps and lists.
 *
 * <p>Strings that are not UTF-8 have U+FFFD where they are not. What makes a file no profile throws {@link IOException}.
 */
public final class NaiveProfile {
    /** A sample with its stack spelled out, root first. */
    public record StackSample(List<Frame> stack, List<Long> values, SortedMap<String, String> labels) {}

    private final Profile profile;
    private final List<String> strings;
    private final List<StackSample> samples = new ArrayList<>();

    private NaiveProfile(Profile profile, List<String> strings) throws IOException {
        this.profile = profile;
        this.strings = strings;
        check(!strings.isEmpty() && strings.get(0).isEmpty(), "string table does not begin with the empty string");
        check(
                profile.getSampleTypeCount() > 0 || profile.getSampleCount() == 0,
                "expected sample types, found " + profile.getSampleCount() + " samples and none");
        readSamples();
    }

    /** Reads a file, gzip or not. */
    public static NaiveProfile read(byte[] file) throws IOException {
        boolean gzip = file.length > 1 && file[0] == 0x1f && (file[1] & 0xff) == 0x8b;
        byte[] plain = gzip ? new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes() : file;
        // The generated class refuses strings that are not UTF-8, so the table is taken out before it sees the rest.
        UnknownFieldSet fields = UnknownFieldSet.parseFrom(plain);
        List<String> strings = new ArrayList<>();
        for (ByteString text :
                fields.getField(Profile.STRING_TABLE_FIELD_NUMBER).getLengthDelimitedList()) {
            strings.add(new String(text.toByteArray(), StandardCharsets.UTF_8));
        }
        UnknownFieldSet rest =
                fields.toBuilder().clearField(Profile.STRING_TABLE_FIELD_NUMBER).build();
        return new NaiveProfile(Profile.parseFrom(rest.toByteString()), strings);
    }

    /** The same of a decoded message. */
    public static NaiveProfile of(Profile profile) throws IOException {
        return read(profile.toByteArray());
    }

    /** Sample types as type and unit joined by a colon. */
    public List<String> types() throws IOException {
        List<String> types = new ArrayList<>();
        for (ValueType type : profile.getSampleTypeList()) {
            types.add(string(type.getType()) + ":" + string(type.getUnit()));
        }
        return types;
    }

    /** Period type as type and unit joined by a colon; a colon alone where there is none. */
    public String periodType() throws IOException {
        return string(profile.getPeriodType().getType()) + ":"
                + string(profile.getPeriodType().getUnit());
    }

    /** All samples. */
    public List<StackSample> samples() {
        return samples;
    }

    /** Sums by folded stack of one sample type, sorted, without those that are 0. */
    public SortedMap<String, Long> fold(int type, Naming naming) {
        TreeMap<String, Long> sums = new TreeMap<>();
        for (StackSample sample : samples) {
            sums.merge(
                    NaiveDatabase.fold(sample.stack(), naming), sample.values().get(type), Long::sum);
        }
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    private void readSamples() throws IOException {
        Map<Long, List<Frame>> locations = locations();
        for (Sample sample : profile.getSampleList()) {
            check(
                    sample.getValueCount() == profile.getSampleTypeCount(),
                    "sample has " + sample.getValueCount() + " values, the profile " + profile.getSampleTypeCount());
            List<Frame> stack = new ArrayList<>();
            for (int i = sample.getLocationIdCount() - 1; i >= 0; i--) {
                stack.addAll(there(
                        locations.get(sample.getLocationId(i)),
                        "sample names location " + sample.getLocationId(i) + ", which is not there"));
            }
            TreeMap<String, String> labels = new TreeMap<>();
            for (Label label : sample.getLabelList()) {
                if (label.getStr() != 0) {
                    labels.put(string(label.getKey()), string(label.getStr()));
                }
            }
            samples.add(new StackSample(List.copyOf(stack), List.copyOf(sample.getValueList()), labels));
        }
    }

    /** The frames of each location, the outermost call first. */
    private Map<Long, List<Frame>> locations() throws IOException {
        Map<Long, Function> functions = new HashMap<>();
        profile.getFunctionList().forEach(function -> functions.put(function.getId(), function));
        Map<Long, Mapping> mappings = new HashMap<>();
        profile.getMappingList().forEach(mapping -> mappings.put(mapping.getId(), mapping));
        Map<Long, List<Frame>> locations = new HashMap<>();
        for (Location location : profile.getLocationList()) {
            Mapping mapping = mappings.getOrDefault(location.getMappingId(), Mapping.getDefaultInstance());
            Frame place = new Frame(
                    "",
                    "",
                    "",
                    0,
                    0,
                    string(mapping.getFilename()),
                    string(mapping.getBuildId()),
                    location.getAddress(),
                    false);
            List<Frame> frames = new ArrayList<>();
            if (location.getLineCount() == 0) {
                frames.add(place);
            }
            for (int i = location.getLineCount() - 1; i >= 0; i--) {
                Line line = location.getLine(i);
                Function function = there(
                        functions.get(line.getFunctionId()),
                        "line names function " + line.getFunctionId() + ", which is not there");
                frames.add(frame(function, line, place, i < location.getLineCount() - 1));
            }
            locations.put(location.getId(), frames);
        }
        return locations;
    }

    /** A call at a place; a function whose name is empty is there all the same, and has the name that stands for none. */
    private Frame frame(Function function, Line line, Frame place, boolean inlined) throws IOException {
        String name = string(function.getName());
        String systemName = string(function.getSystemName());
        return new Frame(
                name.isEmpty() ? Frame.UNNAMED_FUNCTION : name,
                systemName.equals(name) ? "" : systemName,
                string(function.getFilename()),
                (int) line.getLine(),
                (int) function.getStartLine(),
                place.mapping(),
                place.buildId(),
                0,
                inlined);
    }

    private String string(long index) throws IOException {
        if (index < 0 || index >= strings.size()) {
            throw new IOException("string index " + index + " of " + strings.size());
        }
        return strings.get((int) index);
    }

    private static <T> T there(@Nullable T value, String found) throws IOException {
        if (value == null) {
            throw new IOException(found);
        }
        return value;
    }

    private static void check(boolean claim, String found) throws IOException {
        if (!claim) {
            throw new IOException(found);
        }
    }
}
