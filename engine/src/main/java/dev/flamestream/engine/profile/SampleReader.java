package dev.flamestream.engine.profile;

/** Reads samples into columns, and resolves the locations, types and strings they name. */
final class SampleReader {
    private final WireReader reader;
    private final FlatProfile profile;
    private final LongColumn locationIds = new LongColumn();
    private final IntColumn valueStart = new IntColumn();
    private int maxLabels;

    SampleReader(WireReader reader, FlatProfile profile, int maxLabels) {
        this.maxLabels = maxLabels;
        this.reader = reader;
        this.profile = profile;
    }

    void clear() {
        locationIds.clear();
        valueStart.clear();
    }

    /** From the next profile on, another bound of a sample's labels. */
    void limit(int newMaxLabels) {
        maxLabels = newMaxLabels;
    }

    int count() {
        return valueStart.size();
    }

    void read() throws RefusedException {
        profile.sampleLocationStart.add(locationIds.size());
        profile.sampleLabelStart.add(profile.labelKey.size());
        valueStart.add(profile.values.size());
        int outer = reader.enter();
        while (reader.hasMore()) {
            reader.readTag();
            switch (reader.field()) {
                case 1 -> readNumbers(locationIds);
                case 2 -> readNumbers(profile.values);
                case 3 -> readLabel();
                default -> reader.skipField();
            }
        }
        reader.leave(outer);
    }

    /** Packed or one by one: writers do both, and a reader must take both. */
    private void readNumbers(LongColumn target) throws RefusedException {
        if (reader.isPacked()) {
            reader.readPacked(target, ProfileLimits.MAX_STACK_ENTRIES);
            return;
        }
        target.add(reader.readNumber());
        if (target.size() > ProfileLimits.MAX_STACK_ENTRIES) {
            throw reader.tooMany(ProfileLimits.MAX_STACK_ENTRIES);
        }
    }

    /** Keeps labels with a key and a text; numbers are of the profiler's own and select nothing. */
    private void readLabel() throws RefusedException {
        int key = 0;
        int text = 0;
        int outer = reader.enter();
        while (reader.hasMore()) {
            reader.readTag();
            switch (reader.field()) {
                case 1 -> key = SymbolReader.stringIndex(reader.readNumber(), "label");
                case 2 -> text = SymbolReader.stringIndex(reader.readNumber(), "label");
                default -> reader.skipField();
            }
        }
        reader.leave(outer);
        if (key != 0 && text != 0) {
            profile.labelKey.add(key);
            profile.labelText.add(text);
            checkCount(profile.labelText.size() - profile.sampleLabelStart.get(count() - 1));
            if (profile.labelText.size() > ProfileLimits.MAX_SYMBOLS) {
                throw reader.tooMany(ProfileLimits.MAX_SYMBOLS);
            }
        }
    }

    private void checkCount(int labels) throws RefusedException {
        if (labels > maxLabels) {
            throw new RefusedException(
                    RejectReason.SAMPLE_LABELS_LIMIT,
                    "sample " + (count() - 1) + ": expected at most " + maxLabels
                            + " labels (max_profile_stacktrace_sample_labels), found more");
        }
    }

    /** Call when the whole file is read and its symbols are resolved. */
    void resolve(SymbolReader symbols) throws RefusedException {
        int samples = count();
        profile.sampleLocationStart.add(locationIds.size());
        profile.sampleLabelStart.add(profile.labelKey.size());
        valueStart.add(profile.values.size());
        int types = profile.typeCount();
        for (int sample = 0; sample < samples; sample++) {
            int found = valueStart.get(sample + 1) - valueStart.get(sample);
            if (found != types) {
                throw RefusedException.malformed(
                        "sample " + sample + " has " + found + " values, the profile has " + types + " sample types");
            }
            for (int i = profile.sampleLocationStart(sample); i < profile.sampleLocationStart(sample + 1); i++) {
                profile.sampleLocations.add(symbols.location(locationIds.get(i), sample));
            }
            for (int i = profile.sampleLabelStart(sample); i < profile.sampleLabelStart(sample + 1); i++) {
                symbols.requireString(profile.labelKey(i), "label of sample", sample);
                symbols.requireString(profile.labelText(i), "label of sample", sample);
            }
        }
    }
}
