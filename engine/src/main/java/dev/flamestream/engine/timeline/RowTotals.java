package dev.flamestream.engine.timeline;

import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.select.SelectedRows;
import dev.flamestream.engine.select.merge.CallSite;
import dev.flamestream.engine.select.merge.SectionSamples;
import dev.flamestream.engine.select.merge.SectionTree;
import dev.flamestream.engine.tree.FrameTable;
import dev.flamestream.engine.tree.SaturatingMath;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** What each profile of a section counts with: all of its values, or those of the stacks at a call site. */
final class RowTotals {
    private final long[] totals;
    private final boolean[] counts;

    private RowTotals(long[] totals, boolean[] counts) {
        this.totals = totals;
        this.counts = counts;
    }

    static RowTotals ofProfiles(ProfileRows rows) {
        long[] totals = new long[rows.count()];
        boolean[] counts = new boolean[rows.count()];
        Arrays.setAll(totals, rows::total);
        Arrays.fill(counts, true);
        return new RowTotals(totals, counts);
    }

    static RowTotals atCallSite(Section section, ProfileRows rows, SelectedRows selected, List<String> callSite)
            throws IOException {
        boolean[] atCallSite = ordinalsBelow(SectionTree.read(section, FrameDetail.NAME, new FrameTable()), callSite);
        long[] totals = new long[rows.count()];
        boolean[] counts = new boolean[rows.count()];
        ProfileRows samples = section.readSamples(rows, selected.rows());
        long[] byOrdinal = new long[atCallSite.length];
        BitSet one = new BitSet(rows.count());
        for (int row = 0; row < totals.length; row++) {
            if (selected.contains(row)) {
                Arrays.fill(byOrdinal, 0);
                one.clear();
                one.set(row);
                SectionSamples.add(section, samples, one, byOrdinal);
                for (int ordinal = 0; ordinal < byOrdinal.length; ordinal++) {
                    boolean there = atCallSite[ordinal] && byOrdinal[ordinal] != 0;
                    totals[row] = there ? SaturatingMath.add(totals[row], byOrdinal[ordinal]) : totals[row];
                    counts[row] |= there;
                }
            }
        }
        return new RowTotals(totals, counts);
    }

    private static boolean[] ordinalsBelow(PreOrderTree tree, List<String> callSite) {
        boolean[] below = CallSite.nodesBelow(tree, callSite);
        boolean[] ordinals = new boolean[tree.stackCount()];
        int ordinal = 0;
        for (int node = 0; node < below.length; node++) {
            if (tree.endsStack()[node]) {
                ordinals[ordinal++] = below[node];
            }
        }
        return ordinals;
    }

    /** Whether a selected profile counts at all. */
    boolean counts(int row) {
        return counts[row];
    }

    long total(int row) {
        return totals[row];
    }
}
