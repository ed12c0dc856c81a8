package dev.flamestream.engine.reference;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.flamestream.engine.profile.ProfileLimits;
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

    /** What nobody here reads: frames to drop or keep, comments, the default type, a link. */
    private static final int[] UNREAD_FIELDS = {7, 8, 13, 14, 15};

    private final Profile profile;
    private final List<byte[]> strings;
    private final ProfileLimits limits;
    private final List<StackSample> samples = new ArrayList<>();

    private NaiveProfile(Profile profile, List<byte[]> strings, ProfileLimits limits, List<StackSample> samples) {
        this.profile = profile;
        this.strings = strings;
        this.limits = limits;
        this.samples.addAll(samples);
    }

    private NaiveProfile(Profile profile, List<byte[]> strings, ProfileLimits limits) throws IOException {
        this(profile, strings, limits, List.of());
        check(!strings.isEmpty() && strings.get(0).length == 0, "string table does not begin with the empty string");
        check(
                profile.getSampleTypeCount() > 0 || profile.getSampleCount() == 0,
                "expected sample types, found " + profile.getSampleCount() + " samples and none");
        readSamples();
    }

    /** Reads a file, gzip or not. */
    public static NaiveProfile read(byte[] file) throws IOException {
        return read(file, ProfileLimits.DEFAULT);
    }

    /** Reads a file; names and stacks past the limits are cut as {@link ProfileLimits} say. */
    public static NaiveProfile read(byte[] file, ProfileLimits limits) throws IOException {
        boolean gzip = file.length > 1 && file[0] == 0x1f && (file[1] & 0xff) == 0x8b;
        byte[] plain = gzip ? new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes() : file;
        // The generated class refuses strings that are not UTF-8, so the table is taken out before it sees the rest.
        UnknownFieldSet fields = UnknownFieldSet.parseFrom(plain);
        List<byte[]> strings = new ArrayList<>();
        for (ByteString text :
                fields.getField(Profile.STRING_TABLE_FIELD_NUMBER).getLengthDelimitedList()) {
            strings.add(text.toByteArray());
        }
        UnknownFieldSet.Builder rest = fields.toBuilder().clearField(Profile.STRING_TABLE_FIELD_NUMBER);
        for (int field : UNREAD_FIELDS) {
            rest.clearField(field);
        }
        return new NaiveProfile(Profile.parseFrom(rest.build().toByteString()), strings, limits);
    }

    /** The same of a decoded message. */
    public static NaiveProfile of(Profile profile) throws IOException {
        return read(profile.toByteArray());
    }

    /** The same profile with other values, one list a sample. */
    public NaiveProfile withValues(List<List<Long>> values) {
        NaiveProfile copy = new NaiveProfile(profile, strings, limits, List.of());
        for (int sample = 0; sample < samples.size(); sample++) {
            StackSample old = samples.get(sample);
            copy.samples.add(new StackSample(old.stack(), List.copyOf(values.get(sample)), old.labels()));
        }
        return copy;
    }

    /** How long the profile says it was taken for, 0 if it does not say. */
    public long durationNanos() {
        return profile.getDurationNanos();
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
            List<Frame> stack = stack(sample, locations);
            TreeMap<String, String> labels = new TreeMap<>();
            for (Label label : sample.getLabelList()) {
                if (label.getKey() != 0 && label.getStr() != 0) {
                    labels.put(string(label.getKey()), string(label.getStr()));
                }
            }
            samples.add(new StackSample(List.copyOf(stack), List.copyOf(sample.getValueList()), labels));
        }
    }

    /** A stack that is too deep keeps the outermost locations that leave room for the frame that says so. */
    private List<Frame> stack(Sample sample, Map<Long, List<Frame>> locations) throws IOException {
        List<Frame> whole = new ArrayList<>();
        List<Frame> kept = new ArrayList<>();
        boolean hasRoom = true;
        for (int i = sample.getLocationIdCount() - 1; i >= 0; i--) {
            List<Frame> frames = there(
                    locations.get(sample.getLocationId(i)),
                    "sample names location " + sample.getLocationId(i) + ", which is not there");
            whole.addAll(frames);
            hasRoom &= whole.size() < limits.maxStackDepth();
            if (hasRoom) {
                kept.addAll(frames);
            }
        }
        if (whole.size() <= limits.maxStackDepth()) {
            return whole;
        }
        kept.add(Frame.named(Frame.TRUNCATED));
        return kept;
    }

    /** The frames of each location, the outermost call first. */
    private Map<Long, List<Frame>> locations() throws IOException {
        Map<Long, Function> functions = new HashMap<>();
        for (Function function : profile.getFunctionList()) {
            check(functions.put(function.getId(), function) == null, "function id " + function.getId() + " twice");
        }
        Map<Long, Mapping> mappings = new HashMap<>(Map.of(0L, Mapping.getDefaultInstance()));
        for (Mapping mapping : profile.getMappingList()) {
            check(mappings.put(mapping.getId(), mapping) == null, "mapping id " + mapping.getId() + " twice or 0");
        }
        Map<Long, List<Frame>> locations = new HashMap<>();
        for (Location location : profile.getLocationList()) {
            Mapping mapping = there(
                    mappings.get(location.getMappingId()),
                    "location names mapping " + location.getMappingId() + ", which is not there");
            Frame place = new Frame(
                    "",
                    "",
                    "",
                    0,
                    0,
                    symbol(mapping.getFilename()),
                    symbol(mapping.getBuildId()),
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
            check(locations.put(location.getId(), frames) == null, "location id " + location.getId() + " twice");
        }
        return locations;
    }

    /** A call at a place; a function whose name is empty is there all the same, and has the name that stands for none. */
    private Frame frame(Function function, Line line, Frame place, boolean inlined) throws IOException {
        String name = symbol(function.getName());
        String systemName = symbol(function.getSystemName());
        return new Frame(
                name.isEmpty() ? Frame.UNNAMED_FUNCTION : name,
                systemName.equals(name) ? "" : systemName,
                symbol(function.getFilename()),
                (int) line.getLine(),
                (int) function.getStartLine(),
                place.mapping(),
                place.buildId(),
                0,
                inlined);
    }

    private String string(long index) throws IOException {
        return new String(bytes(index), StandardCharsets.UTF_8);
    }

    /** A name that is too long keeps its tail. */
    private String symbol(long index) throws IOException {
        byte[] whole = bytes(index);
        int length = Math.min(whole.length, limits.maxSymbolBytes());
        return new String(whole, whole.length - length, length, StandardCharsets.UTF_8);
    }

    private byte[] bytes(long index) throws IOException {
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
