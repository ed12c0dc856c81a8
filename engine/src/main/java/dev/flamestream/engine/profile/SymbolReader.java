package dev.flamestream.engine.profile;

/** Reads mappings, locations, lines and functions into columns, and resolves what they say of each other. */
final class SymbolReader {
    private final WireReader reader;
    private final FlatProfile profile;
    private final IdIndex mappings = new IdIndex("mapping");
    private final IdIndex locations = new IdIndex("location");
    private final IdIndex functions = new IdIndex("function");
    private final LongColumn locationMappingIds = new LongColumn();
    private final LongColumn lineFunctionIds = new LongColumn();

    SymbolReader(WireReader reader, FlatProfile profile) {
        this.reader = reader;
        this.profile = profile;
    }

    void clear() {
        mappings.clear();
        locations.clear();
        functions.clear();
        locationMappingIds.clear();
        lineFunctionIds.clear();
    }

    void readMapping() throws RefusedException {
        long id = 0;
        int file = 0;
        int buildId = 0;
        int outer = reader.enter();
        while (reader.hasMore()) {
            reader.readTag();
            switch (reader.field()) {
                case 1 -> id = reader.readNumber();
                case 5 -> file = stringIndex(reader.readNumber(), "mapping");
                case 6 -> buildId = stringIndex(reader.readNumber(), "mapping");
                default -> reader.skipField();
            }
        }
        reader.leave(outer);
        mappings.add(id);
        profile.mappingFile.add(file);
        profile.mappingBuildId.add(buildId);
        checkCount(profile.mappingBuildId.size());
    }

    private void checkCount(int count) throws RefusedException {
        if (count > ProfileLimits.MAX_SYMBOLS) {
            throw reader.tooMany(ProfileLimits.MAX_SYMBOLS);
        }
    }

    void readLocation() throws RefusedException {
        long id = 0;
        long mapping = 0;
        long address = 0;
        profile.locationLineStart.add(lineFunctionIds.size());
        int outer = reader.enter();
        while (reader.hasMore()) {
            reader.readTag();
            switch (reader.field()) {
                case 1 -> id = reader.readNumber();
                case 2 -> mapping = reader.readNumber();
                case 3 -> address = reader.readNumber();
                case 4 -> readLine();
                default -> reader.skipField();
            }
        }
        reader.leave(outer);
        locations.add(id);
        checkCount(locationMappingIds.size());
        locationMappingIds.add(mapping);
        profile.locationAddress.add(address);
    }

    private void readLine() throws RefusedException {
        long function = 0;
        int line = 0;
        int outer = reader.enter();
        while (reader.hasMore()) {
            reader.readTag();
            switch (reader.field()) {
                case 1 -> function = reader.readNumber();
                case 2 -> line = lineNumber(reader.readNumber());
                default -> reader.skipField();
            }
        }
        reader.leave(outer);
        lineFunctionIds.add(function);
        profile.lineNumber.add(line);
        checkCount(lineFunctionIds.size());
    }

    void readFunction() throws RefusedException {
        long id = 0;
        int name = 0;
        int systemName = 0;
        int file = 0;
        int startLine = 0;
        int outer = reader.enter();
        while (reader.hasMore()) {
            reader.readTag();
            switch (reader.field()) {
                case 1 -> id = reader.readNumber();
                case 2 -> name = stringIndex(reader.readNumber(), "function");
                case 3 -> systemName = stringIndex(reader.readNumber(), "function");
                case 4 -> file = stringIndex(reader.readNumber(), "function");
                case 5 -> startLine = lineNumber(reader.readNumber());
                default -> reader.skipField();
            }
        }
        reader.leave(outer);
        functions.add(id);
        checkCount(profile.functionName.size());
        profile.functionName.add(name);
        profile.functionSystemName.add(systemName);
        profile.functionFile.add(file);
        profile.functionStartLine.add(startLine);
    }

    /** Call when the whole file is read. */
    void resolve() throws RefusedException {
        profile.locationLineStart.add(lineFunctionIds.size());
        mappings.seal();
        functions.seal();
        locations.seal();
        for (int i = 0; i < profile.mappingFile.size(); i++) {
            requireString(profile.mappingFile(i), "mapping", i);
            requireString(profile.mappingBuildId(i), "mapping", i);
        }
        for (int i = 0; i < profile.functionCount(); i++) {
            requireString(profile.functionName(i), "function", i);
            requireString(profile.functionSystemName(i), "function", i);
            requireString(profile.functionFile(i), "function", i);
        }
        for (int i = 0; i < lineFunctionIds.size(); i++) {
            profile.lineFunction.add(functions.find(lineFunctionIds.get(i), "line", i));
        }
        for (int i = 0; i < locationMappingIds.size(); i++) {
            long mapping = locationMappingIds.get(i);
            profile.locationMapping.add(mapping == 0 ? -1 : mappings.find(mapping, "location", i));
        }
    }

    /** The index of a location, once resolved. */
    int location(long id, int sample) throws RefusedException {
        return locations.find(id, "sample", sample);
    }

    void requireString(int index, String what, int whatIndex) throws RefusedException {
        if (index >= profile.stringCount()) {
            throw RefusedException.malformed(
                    what + " " + whatIndex + " names string " + index + ", the table holds " + profile.stringCount());
        }
    }

    /** An index that cannot be one of any table is refused at once, so that columns can hold ints. */
    static int stringIndex(long index, String what) throws RefusedException {
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw RefusedException.malformed(what + " names string " + index + ", expected 0 or more");
        }
        return (int) index;
    }

    private static int lineNumber(long line) throws RefusedException {
        if (line != (int) line) {
            throw RefusedException.malformed("line number " + line + ", expected at most " + Integer.MAX_VALUE);
        }
        return (int) line;
    }
}
