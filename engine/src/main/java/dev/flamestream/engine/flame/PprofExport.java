package dev.flamestream.engine.flame;

import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.record.ProfileType;

/** Writes a merged tree as a pprof profile. */
@SuppressWarnings("DoNotCallSuggester")
public final class PprofExport {
    private PprofExport() {}

    /** The profile of a tree merged by frame, said to begin with the range and to last as long as it. */
    public static Profile of(MergedTree merged, ProfileType type, TimeRange range) {
        throw new UnsupportedOperationException(merged + " " + type + " " + range);
    }
}
