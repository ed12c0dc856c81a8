package dev.flamestream.engine.flame;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.pprof.ValueType;
import dev.flamestream.schemas.record.ProfileType;

/**
 * Writes a merged tree as a pprof profile: a sample for each stack whose sum is not 0, negative sums as they are.
 *
 * <p>Folding the profile gives exactly the tree's sums. A frame that was inlined shares a location with its caller, as in the
 * profile that it came from. A frame without symbols is a location with address and mapping and no line. Locations with symbols
 * have no address, since none is kept.
 */
public final class PprofExport {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PreOrderTree tree;
    private final Profile.Builder profile = Profile.newBuilder();
    private final PprofStrings strings = new PprofStrings(profile);
    private final PprofLocations locations;

    private PprofExport(MergedTree merged) {
        this.tree = merged.inOrder();
        this.locations = new PprofLocations(profile, strings, tree.frames());
    }

    /** The profile of a tree merged by frame, said to begin with the range and to last as long as it. */
    public static Profile of(MergedTree merged, ProfileType type, TimeRange range) {
        PprofExport export = new PprofExport(merged);
        export.describe(type, range);
        export.addSamples();
        export.locations.finish();
        return export.profile.build();
    }

    private void describe(ProfileType type, TimeRange range) {
        profile.addSampleType(valueType(type.sampleType(), type.sampleUnit()));
        profile.setDefaultSampleType(strings.index(type.sampleType()));
        if (!type.periodType().isEmpty() || !type.periodUnit().isEmpty()) {
            profile.setPeriodType(valueType(type.periodType(), type.periodUnit()));
        }
        profile.setTimeNanos(SaturatingMath.multiply(range.startMillis(), NANOS_PER_MILLI));
        profile.setDurationNanos(
                SaturatingMath.multiply(SaturatingMath.add(range.endMillis(), -range.startMillis()), NANOS_PER_MILLI));
    }

    private ValueType valueType(String type, String unit) {
        return ValueType.newBuilder()
                .setType(strings.index(type))
                .setUnit(strings.index(unit))
                .build();
    }

    private void addSamples() {
        int[] depth = tree.depth();
        // By depth: the location group of the current path, and the depth at which that group begins.
        int[] group = new int[tree.maxDepth() + 1];
        int[] head = new int[tree.maxDepth() + 1];
        for (int node = 0; node < depth.length; node++) {
            int d = depth[node];
            if (d > 0) {
                int frame = tree.frame()[node];
                boolean joins = d > 1 && locations.joins(group[d - 1], frame);
                group[d] = locations.group(joins ? group[d - 1] : PprofLocations.NONE, frame);
                head[d] = joins ? head[d - 1] : d;
            }
            if (tree.self()[node] != 0) {
                Sample.Builder sample = profile.addSampleBuilder().addValue(tree.self()[node]);
                for (int at = d; at > 0; at = head[at] - 1) {
                    sample.addLocationId(locations.id(group[at]));
                }
            }
        }
    }
}
