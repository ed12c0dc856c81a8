package dev.flamestream.engine.reference;

import dev.flamestream.engine.profile.ProfileLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * pprof files of every shape that may come, and files with one thing wrong: inlined calls, recursion, stacks at and past the
 * depth limit, frames without symbols, labels of all sorts, the ends of every range, any encoding. A random source decides.
 *
 * <p>Files of one source have functions, binaries and types in common, so that their stacks meet.
 */
public final class RandomPprof {
    private static final String[][] TYPE_SETS = {
        {"cpu/nanoseconds"},
        {"samples/count", "cpu/nanoseconds"},
        {"alloc_objects/count", "alloc_space/bytes", "inuse_space/bytes"},
        {"wall/", "wall/", "/y", "/", "cpu/nanoseconds", "h\u00e9/\u00b5s"},
    };
    private static final String[] FUNCTIONS = {
        "main", "parse", "render", "other", "", "(unnamed)", "x".repeat(20) + "\u00e9".repeat(12), "\u540d\u524d", "a b"
    };
    private static final String[] FILES = {"", "main.go", "/src/app/" + "d".repeat(30) + "/x.go"};
    private static final String[] LABEL_KEYS = {
        "thread", "pod", "zone", "span_id", "trace_id", "profile_id", "service_name", "__type__", "thread_\u00e9"
    };
    private static final String[] LABEL_TEXTS = {"0", "1", "2", "", "t \u540d", "00000000000000fF", "0".repeat(31) + "1"
    };

    /** So that a series' files do not grow for ever. */
    private static final int MAX_SAMPLES = 40;

    private final Random random;
    private final ProfileLimits limits;
    private PprofTables tables;
    private PprofFault fault = PprofFault.NONE;
    /** The file, but for samples and strings. */
    private WireMessage common = new WireMessage();

    private final List<Sample> samples = new ArrayList<>();
    private int types;
    private int valueKind;

    /** A sample that the file has, or had and may have again. */
    private static final class Sample {
        private final List<Long> stack;
        private final List<Long> values;
        private final WireMessage rest;
        private boolean isThere = true;

        Sample(List<Long> stack, List<Long> values, WireMessage rest) {
            this.stack = stack;
            this.values = values;
            this.rest = rest;
        }
    }

    /** Files whose deep stacks and long names lie around these limits. */
    public RandomPprof(Random random, ProfileLimits limits) {
        this.random = random;
        this.limits = limits;
        this.tables = new PprofTables(random);
    }

    /** A file that must be taken. */
    public byte[] file() {
        return file(PprofFault.NONE);
    }

    /** A file that must be refused for one reason, or for none. */
    public byte[] file(PprofFault wrong) {
        fault = wrong;
        tables = new PprofTables(random);
        common = new WireMessage();
        samples.clear();
        String[] typeSet = TYPE_SETS[random.nextInt(TYPE_SETS.length)];
        types = typeSet.length;
        for (int i = 0; i < types && wrong != PprofFault.NO_TYPES; i++) {
            common.message(1, valueType(i == 0 && wrong == PprofFault.COLON_IN_TYPE ? "a:b/c" : typeSet[i]), random);
        }
        addSymbols(common);
        int count = random.nextInt(6) == 0 && wrong == PprofFault.NONE ? 0 : 1 + random.nextInt(12);
        valueKind = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            samples.add(sample(i == 0));
        }
        if (random.nextInt(4) > 0) {
            common.message(11, valueType(typeSet[types - 1]), random);
            common.numberUnlessZero(12, extreme());
        }
        common.numberUnlessZero(9, extreme()).numberUnlessZero(10, extreme());
        if (random.nextInt(4) == 0) {
            common.unknown(random).numbers(13, List.of(0L, 0L), random).number(14, 1);
        }
        return write();
    }

    /**
     * A file as the next of a series looks: as the last one, but for some samples that are gone, came back or are new, and some
     * values.
     */
    public byte[] nextFile() {
        int changedOf = 1 + random.nextInt(12);
        for (Sample sample : samples) {
            sample.isThere ^= random.nextInt(2 * changedOf) == 0;
            for (int type = 0; type < types; type++) {
                if (random.nextInt(changedOf) == 0) {
                    sample.values.set(type, sample.values.get(type) + (random.nextBoolean() ? 1 : value(valueKind)));
                }
            }
        }
        if (random.nextInt(changedOf) == 0 && samples.size() < MAX_SAMPLES) {
            samples.add(sample(false));
        }
        return write();
    }

    private byte[] write() {
        WireMessage profile = common.copy();
        for (Sample sample : samples) {
            if (sample.isThere) {
                WireMessage message =
                        sample.rest.copy().numbers(1, sample.stack, random).numbers(2, sample.values, random);
                profile.message(2, message, random);
            }
        }
        tables.strings(fault == PprofFault.NO_EMPTY_STRING).forEach(text -> profile.bytes(6, text));
        return wrap(profile.toBytes(random));
    }

    private WireMessage valueType(String type) {
        String[] parts = type.split("/", -1);
        return new WireMessage()
                .numberUnlessZero(1, tables.string(parts[0]))
                .numberUnlessZero(2, tables.string(parts[1]));
    }

    private void addSymbols(WireMessage profile) {
        tables.drawIds(2 + random.nextInt(3), 2 + random.nextInt(9), 2 + random.nextInt(12), fault);
        for (int i = 0; i < tables.mappingIds().length; i++) {
            profile.message(
                    3,
                    new WireMessage()
                            .number(1, tables.mappingIds()[i])
                            .numberUnlessZero(2, extreme())
                            .numberUnlessZero(5, tables.string(i % 3 == 0 ? "" : "/lib/lib" + i % 3 + ".so"))
                            .numberUnlessZero(6, tables.string(random.nextBoolean() ? "" : "b" + i % 2)),
                    random);
        }
        for (int i = 0; i < tables.functionIds().length; i++) {
            profile.message(5, function(i), random);
        }
        for (int i = 0; i < tables.locationIds().length; i++) {
            profile.message(4, location(i), random);
        }
    }

    private WireMessage function(int index) {
        int name = random.nextInt(FUNCTIONS.length + 1);
        long nameString = name == FUNCTIONS.length
                ? tables.string(new byte[] {'b', (byte) 0xff, (byte) 0xc3})
                : tables.string(FUNCTIONS[name]);
        boolean isFirst = index == 0;
        nameString = isFirst && fault == PprofFault.STRING_MISSING ? 1_000_000 : nameString;
        nameString = isFirst && fault == PprofFault.STRING_NEGATIVE ? -1 : nameString;
        long systemName = random.nextBoolean() ? nameString : tables.string(random.nextBoolean() ? "" : "_Z" + name);
        WireMessage function = new WireMessage()
                .number(1, tables.functionIds()[index])
                .numberUnlessZero(2, nameString)
                .numberUnlessZero(3, systemName)
                .numberUnlessZero(4, tables.string(FILES[random.nextInt(FILES.length)]))
                .numberUnlessZero(5, line());
        return random.nextInt(9) == 0 ? function.unknown(random) : function;
    }

    private WireMessage location(int index) {
        boolean isFirst = index == 0;
        WireMessage location = new WireMessage().number(1, tables.locationIds()[index]);
        long mapping = random.nextInt(3) == 0 ? 0 : tables.anyMappingId();
        location.numberUnlessZero(2, isFirst && fault == PprofFault.MAPPING_MISSING ? 77_777 : mapping);
        location.numberUnlessZero(3, extreme());
        // None is a frame without symbols; several are calls that were inlined.
        int lines = random.nextInt(3) > 0 ? 1 : random.nextInt(4);
        for (int i = isFirst ? -1 : 0; i < lines; i++) {
            long line = i < 0 && fault == PprofFault.LINE_TOO_LARGE ? 1L << 31 : line();
            long function = i < 0 && fault == PprofFault.FUNCTION_MISSING ? 77_777 : tables.anyFunctionId();
            location.message(4, new WireMessage().number(1, function).numberUnlessZero(2, line), random);
        }
        return location;
    }

    private Sample sample(boolean isFirst) {
        List<Long> stack = new ArrayList<>();
        for (int depth = depth(); depth > 0; depth--) {
            stack.add(stack.isEmpty() || random.nextInt(4) > 0 ? tables.anyLocationId() : stack.get(0));
        }
        if (isFirst && fault == PprofFault.LOCATION_MISSING) {
            stack.add(77_777L);
        }
        List<Long> values = new ArrayList<>();
        for (int type = isFirst && fault == PprofFault.VALUE_MISSING ? 1 : 0; type < types; type++) {
            values.add(value(valueKind));
        }
        WireMessage rest = new WireMessage();
        addLabels(rest, isFirst);
        return new Sample(stack, values, random.nextInt(9) == 0 ? rest.unknown(random) : rest);
    }

    private int depth() {
        int max = limits.maxStackDepth();
        // Stacks of a thousand frames are dear, so they are rare.
        boolean isDeep = random.nextInt(max > 100 ? 200 : 10) == 0;
        return isDeep ? Math.max(0, max - 24 + random.nextInt(32)) : random.nextInt(7);
    }

    private void addLabels(WireMessage sample, boolean isFirst) {
        int count = random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            WireMessage label = new WireMessage();
            label.numberUnlessZero(
                    1, random.nextInt(20) == 0 ? 0 : tables.string(LABEL_KEYS[random.nextInt(LABEL_KEYS.length)]));
            if (random.nextInt(4) > 0) {
                label.numberUnlessZero(2, tables.string(LABEL_TEXTS[random.nextInt(LABEL_TEXTS.length)]));
            } else {
                label.number(3, extreme()).numberUnlessZero(4, tables.string("bytes"));
            }
            sample.message(3, label, random);
        }
        boolean tooMany = isFirst && fault == PprofFault.TOO_MANY_LABELS;
        int many = tooMany ? limits.maxLabels() + 1 : random.nextInt(30) == 0 ? limits.maxLabels() / 2 : 0;
        for (int i = 0; i < many; i++) {
            addLabel(sample, tables.string("key" + i), "v");
        }
        if (isFirst && fault == PprofFault.LABEL_WITHOUT_NAME) {
            addLabel(sample, tables.newString(new byte[0]), "v");
        }
    }

    private void addLabel(WireMessage sample, long key, String text) {
        sample.message(3, new WireMessage().number(1, key).number(2, tables.string(text)), random);
    }

    private long line() {
        return switch (random.nextInt(8)) {
            case 0 -> Integer.MAX_VALUE;
            case 1 -> Integer.MIN_VALUE;
            case 2, 3, 4 -> 0;
            default -> random.nextInt(3);
        };
    }

    private long value(int kind) {
        return switch (kind) {
            case 0 -> 0;
            case 1 -> random.nextInt(3) - 1L;
            case 2 -> 10_000_000L * random.nextInt(100);
            case 3 -> extreme();
            case 4 -> random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(5);
            default -> random.nextInt(1_000);
        };
    }

    private long extreme() {
        return switch (random.nextInt(8)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MIN_VALUE;
            case 2 -> -1;
            case 3 -> random.nextLong();
            case 4, 5 -> 0;
            default -> random.nextInt(2);
        };
    }

    private byte[] wrap(byte[] plain) {
        boolean mustZip = fault == PprofFault.GZIP_CUT || fault == PprofFault.GZIP_CHECKSUM;
        if (!mustZip && random.nextInt(3) == 0) {
            return plain;
        }
        byte[] gzip = GzipMembers.write(plain, random.nextInt(4) > 0 ? 1 : 1 + random.nextInt(4), random);
        if (fault == PprofFault.GZIP_CHECKSUM) {
            gzip[gzip.length - 5 - random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
        }
        return fault == PprofFault.GZIP_CUT ? Arrays.copyOf(gzip, gzip.length - 1 - random.nextInt(17)) : gzip;
    }
}
