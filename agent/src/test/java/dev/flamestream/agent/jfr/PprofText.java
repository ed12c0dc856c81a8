package dev.flamestream.agent.jfr;

import dev.flamestream.schemas.pprof.Function;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Prints pprof files, for comparing. */
public final class PprofText {
    private PprofText() {}

    public static Profile parse(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return Profile.parseFrom(in);
        }
    }

    public static String types(Profile profile) {
        return profile.getSampleTypeList().stream()
                        .map(type -> type(profile, type))
                        .collect(Collectors.joining(" ")) + " / " + type(profile, profile.getPeriodType()) + " "
                + profile.getPeriod();
    }

    private static String type(Profile profile, ValueType type) {
        return profile.getStringTable((int) type.getType()) + ":" + profile.getStringTable((int) type.getUnit());
    }

    /** One line a stack, root first, sorted. */
    public static String folded(Profile profile, int valueIndex) {
        Map<Long, Long> functionByLocation = new HashMap<>();
        for (Location location : profile.getLocationList()) {
            functionByLocation.put(location.getId(), location.getLine(0).getFunctionId());
        }
        Map<Long, String> names = new HashMap<>();
        for (Function function : profile.getFunctionList()) {
            names.put(function.getId(), profile.getStringTable((int) function.getName()));
        }
        Map<String, Long> sums = new TreeMap<>();
        for (Sample sample : profile.getSampleList()) {
            List<String> stack = new ArrayList<>();
            sample.getLocationIdList().forEach(id -> stack.add(String.valueOf(names.get(functionByLocation.get(id)))));
            Collections.reverse(stack);
            sums.merge(String.join(";", stack), sample.getValue(valueIndex), Long::sum);
        }
        return sums.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** The sum over the stacks that go through a method. */
    public static long through(Profile profile, int valueIndex, String method) {
        return folded(profile, valueIndex)
                .lines()
                .filter(line -> line.contains(method))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
