package dev.flamestream.engine.block;

import dev.flamestream.engine.section.PackedSamples;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/** Sections as text, so that two are compared by eye and by equals alike. */
public final class SectionText {
    private SectionText() {}

    /** All that a section holds. */
    public static String of(Section section) throws IOException {
        SectionSummary summary = section.summary();
        PreOrderTree tree = section.readTree(Section.FrameDetail.FULL);
        return summary(summary) + tree(tree) + profiles(section.readProfiles(Section.RowDetail.SAMPLES), summary, tree);
    }

    /** A summary, labels included. */
    public static String summary(SectionSummary s) {
        return s.tenant() + " " + s.serviceName() + " " + s.profileType() + " " + s.cutId() + " ["
                + s.minTimeMillis() + ", " + s.maxTimeMillis() + "] unit " + s.unit() + ", " + s.profileCount()
                + " profiles, " + s.nodeCount() + " nodes " + s.labels().asMap() + "\n";
    }

    /** A tree with its frames in full. */
    public static String tree(PreOrderTree tree) {
        StringBuilder text = new StringBuilder();
        for (int node = 0; node < tree.count(); node++) {
            text.append("  ").append(tree.depth()[node]).append(' ');
            text.append(node == 0 ? "root" : tree.frames().get(tree.frame()[node]));
            text.append(tree.endsStack()[node] ? " self " + tree.self()[node] : "")
                    .append('\n');
        }
        return text.toString();
    }

    /** A tree with its frames' names. */
    public static String names(PreOrderTree tree) {
        StringBuilder text = new StringBuilder();
        for (int node = 0; node < tree.count(); node++) {
            text.append("  ").append(tree.depth()[node]).append(' ');
            text.append(node == 0 ? "root" : tree.frames().displayName(tree.frame()[node]));
            text.append(tree.endsStack()[node] ? " self " + tree.self()[node] : "")
                    .append('\n');
        }
        return text.toString();
    }

    /** Profiles without their samples. */
    public static String totals(ProfileRows rows) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.count(); row++) {
            text.append(place(rows, row))
                    .append(" total ")
                    .append(rows.total(row))
                    .append('\n');
        }
        return text.toString();
    }

    private static String profiles(ProfileRows rows, SectionSummary summary, PreOrderTree tree) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.count(); row++) {
            long[] values = new long[tree.stackCount()];
            // A head's summary may stem from before its unit was known: a total at the end of the range is not
            // compared.
            String fault =
                    PackedSamples.addTo(values, rows.stacks(row), rows.values(row), summary.unit(), Long.MAX_VALUE);
            text.append(place(rows, row))
                    .append(" for ")
                    .append(rows.durationNanos(row))
                    .append(" period ")
                    .append(rows.period(row))
                    .append(" total ")
                    .append(rows.total(row))
                    .append(" id ")
                    .append(rows.profileId(row))
                    .append(" spans ")
                    .append(HexFormat.of().formatHex(rows.spans(row)))
                    .append(' ')
                    .append(fault == null ? values(values) : fault)
                    .append('\n');
        }
        return text.toString();
    }

    /** Many values as their hash, since the text of a large section would not fit the heap of a test. */
    private static String values(long[] values) {
        return values.length <= 64 ? Arrays.toString(values) : values.length + " values " + Arrays.hashCode(values);
    }

    private static String place(ProfileRows rows, int row) {
        return "  " + rows.labels(row) + " at " + rows.timeMillis(row);
    }
}
