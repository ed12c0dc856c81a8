package dev.flamestream.engine.profile;

/**
 * Decodes a record's value, one pprof file with or without gzip, into a {@link FlatProfile}, checking everything.
 *
 * <p>One pass over the bytes reads each message into columns; references are resolved once all tables are known, since
 * writers differ in the order of fields. Holds buffers that are reused, so it is not thread-safe, and what it returns is valid
 * until the next call. Call {@link #close} to free zlib's memory.
 *
 * <p>Source: the field numbers of pprof's profile.proto.
 */
public final class PprofDecoder implements AutoCloseable {
    private static final int PROFILE_SAMPLE_TYPE = 1;
    private static final int PROFILE_SAMPLE = 2;
    private static final int PROFILE_MAPPING = 3;
    private static final int PROFILE_LOCATION = 4;
    private static final int PROFILE_FUNCTION = 5;
    private static final int PROFILE_STRING = 6;
    private static final int PROFILE_TIME_NANOS = 9;
    private static final int PROFILE_DURATION_NANOS = 10;
    private static final int PROFILE_PERIOD_TYPE = 11;
    private static final int PROFILE_PERIOD = 12;

    private ProfileLimits limits;
    private final Gunzip gunzip;
    private final WireReader reader = new WireReader();
    private final FlatProfile profile = new FlatProfile();
    private final SampleReader samples;
    private final SymbolReader symbols;

    /** A decoder with buffers of its own. */
    public PprofDecoder(ProfileLimits limits) {
        this.limits = limits;
        this.gunzip = new Gunzip(limits.maxInflatedBytes());
        this.samples = new SampleReader(reader, profile, limits.maxSampleLabels());
        this.symbols = new SymbolReader(reader, profile);
    }

    /** From the next profile on, other bounds; costs nothing. */
    public void use(ProfileLimits newLimits) {
        limits = newLimits;
        gunzip.limit(newLimits.maxInflatedBytes());
        samples.limit(newLimits.maxSampleLabels());
    }

    /** Inflates, decodes and checks; the profile is valid until the next call. */
    public Decoded decode(byte[] value) {
        try {
            gunzip.inflate(value);
            read(gunzip.output(), gunzip.length());
            symbols.resolve();
            samples.resolve(symbols);
            return new Decoded.Accepted(profile);
        } catch (RefusedException e) {
            return new Decoded.Refused(explain(e.rejection()));
        }
    }

    private void read(byte[] bytes, int length) throws RefusedException {
        if (length == 0) {
            throw RefusedException.malformed("empty, expected a pprof file");
        }
        profile.clear(bytes);
        samples.clear();
        symbols.clear();
        reader.reset(bytes, length);
        while (reader.hasMore()) {
            reader.readTag();
            readField();
        }
        checkHeader();
    }

    private void readField() throws RefusedException {
        switch (reader.field()) {
            case PROFILE_SAMPLE -> {
                samples.read();
                if (samples.count() > limits.maxSamples()) {
                    throw new RefusedException(
                            RejectReason.SAMPLES_LIMIT,
                            "expected at most " + limits.maxSamples()
                                    + " samples (max_profile_stacktrace_samples), found more");
                }
            }
            case PROFILE_LOCATION -> symbols.readLocation();
            case PROFILE_FUNCTION -> symbols.readFunction();
            case PROFILE_MAPPING -> symbols.readMapping();
            case PROFILE_STRING -> readString();
            case PROFILE_SAMPLE_TYPE -> readSampleType();
            case PROFILE_PERIOD_TYPE -> readPeriodType();
            case PROFILE_TIME_NANOS -> profile.timeNanos = reader.readNumber();
            case PROFILE_DURATION_NANOS -> profile.durationNanos = reader.readNumber();
            case PROFILE_PERIOD -> profile.period = reader.readNumber();
            default -> reader.skipField();
        }
    }

    private void readString() throws RefusedException {
        int length = reader.readLength();
        profile.stringOffset.add(reader.offset());
        profile.stringLength.add(length);
        if (profile.stringCount() > ProfileLimits.MAX_SYMBOLS) {
            throw reader.tooMany(ProfileLimits.MAX_SYMBOLS);
        }
        reader.skipBytes(length);
    }

    private void readSampleType() throws RefusedException {
        long packed = readValueType(0, 0);
        profile.typeName.add((int) (packed >>> 32));
        profile.typeUnit.add((int) packed);
        if (profile.typeCount() > ProfileLimits.MAX_TYPES) {
            throw reader.tooMany(ProfileLimits.MAX_TYPES);
        }
    }

    /** A message that comes in pieces is the sum of them, as protobuf has it for a field that is not repeated. */
    private void readPeriodType() throws RefusedException {
        long packed = readValueType(Math.max(profile.periodType, 0), Math.max(profile.periodUnit, 0));
        profile.periodType = (int) (packed >>> 32);
        profile.periodUnit = (int) packed;
    }

    /** Type in the high half, unit in the low. */
    private long readValueType(int typeBefore, int unitBefore) throws RefusedException {
        int type = typeBefore;
        int unit = unitBefore;
        int outer = reader.enter();
        while (reader.hasMore()) {
            reader.readTag();
            switch (reader.field()) {
                case 1 -> type = SymbolReader.stringIndex(reader.readNumber(), "value type");
                case 2 -> unit = SymbolReader.stringIndex(reader.readNumber(), "value type");
                default -> reader.skipField();
            }
        }
        reader.leave(outer);
        return (long) type << 32 | unit;
    }

    private void checkHeader() throws RefusedException {
        if (profile.stringCount() == 0) {
            throw RefusedException.malformed("no string table, expected one that begins with the empty string");
        }
        if (profile.stringLength(0) != 0) {
            throw RefusedException.malformed(
                    "string 0 is \"" + excerpt(profile.text(0)) + "\", expected the empty string");
        }
        if (profile.typeCount() == 0) {
            throw RefusedException.malformed("no sample type, expected at least one");
        }
        for (int type = 0; type < profile.typeCount(); type++) {
            requireTypeText(profile.typeName(type), "sample type " + type);
            requireTypeText(profile.typeUnit(type), "unit of sample type " + type);
        }
        if (profile.periodType >= 0) {
            requireTypeText(profile.periodType, "period type");
            requireTypeText(profile.periodUnit, "unit of the period type");
        }
    }

    private void requireTypeText(int string, String what) throws RefusedException {
        symbols.requireString(string, what, 0);
        if (profile.text(string).indexOf(':') >= 0) {
            throw RefusedException.malformed(what + " is \"" + excerpt(profile.text(string))
                    + "\", expected no colon, which separates parts of a type");
        }
    }

    /** Adds what the bytes look like, where a person would see it at once. */
    private Rejection explain(Rejection rejection) {
        if (rejection.reason() != RejectReason.MALFORMED_PROFILE || gunzip.length() == 0) {
            return rejection;
        }
        byte first = gunzip.output()[0];
        String looksLike = switch (first) {
            case '<' -> "the value looks like HTML";
            case '{', '[' -> "the value looks like JSON";
            case '-', 'h' -> "the value looks like pprof's legacy text format, which is not taken";
            case 0x1f -> "the value looks like gzip within gzip";
            default -> "";
        };
        return looksLike.isEmpty()
                ? rejection
                : new Rejection(rejection.reason(), rejection.detail() + " (" + looksLike + ")");
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    @Override
    public void close() {
        gunzip.close();
    }
}
