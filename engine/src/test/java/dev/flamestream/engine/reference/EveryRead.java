package dev.flamestream.engine.reference;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.SectionText;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.SeriesCatalog;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.select.merge.TreeMerger;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.engine.timeline.Timeline;
import dev.flamestream.engine.timeline.Timelines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every way in which a section is read, with its answer as text: what damage must not change. */
public final class EveryRead {
    /** One way to read a section; a section that is left out of an answer is as good as the exception. */
    public interface Read {
        /** The answer. */
        String of(Section section) throws IOException, QueryLimitException;
    }

    /** The four kinds of read that a section offers: the text of a section has its tree in full and its samples. */
    public static final List<Read> OF_SECTION = List.of(
            SectionText::of,
            section -> SectionText.names(section.readTree(FrameDetail.NAME)),
            section -> SectionText.totals(section.readProfiles(RowDetail.TOTALS)));

    private EveryRead() {}

    /** Those, and all that queries make of them. The range must begin within the section and end within it, to need rows. */
    public static List<Read> inQueries(TimeRange part) {
        TimeRange all = new TimeRange(part.startMillis() - 3_600_000, part.endMillis() + 3_600_000);
        List<Read> reads = new ArrayList<>(OF_SECTION);
        for (TimeRange range : List.of(all, part)) {
            for (List<String> callSite : List.of(List.<String>of(), List.of("main"))) {
                reads.add(section -> text(TreeMerger.mergeByName(
                        only(section), selection(section, range, callSite), QueryLimits.DEFAULT)));
                reads.add(section -> timelines(section, selection(section, range, callSite)));
            }
            reads.add(section -> text(
                    TreeMerger.mergeByFrame(only(section), selection(section, range, List.of()), QueryLimits.DEFAULT)));
            reads.add(section -> series(section, range));
        }
        return reads;
    }

    private static SectionSet only(Section section) {
        return SectionSet.complete(List.of(section));
    }

    private static Selection selection(Section section, TimeRange range, List<String> callSite) {
        return new Selection(
                section.summary().tenant(), Optional.of(section.summary().profileType()), List.of(), range, callSite);
    }

    private static String text(MergedTree merged) throws CorruptBlockException {
        demandWhole(merged.partial());
        return merged.profileCount() + " profiles\n" + SectionText.tree(merged.inOrder());
    }

    private static String timelines(Section section, Selection selection) throws IOException, QueryLimitException {
        SeriesRequest request = new SeriesRequest(
                selection.range().startMillis(),
                selection.range().endMillis(),
                10_000,
                List.of("pod"),
                Aggregation.SUM,
                0);
        Timelines timelines = Timelines.of(only(section), selection, request, QueryLimits.DEFAULT);
        demandWhole(timelines.partial());
        StringBuilder text = new StringBuilder();
        for (Timeline series : timelines.series()) {
            text.append(series.labels()).append('\n');
            for (int point = 0; point < series.count(); point++) {
                text.append("  " + series.timeMillis(point) + " " + series.value(point) + "\n");
            }
        }
        return text.toString();
    }

    private static String series(Section section, TimeRange range) throws IOException, QueryLimitException {
        Selection selection = new Selection(section.summary().tenant(), Optional.empty(), List.of(), range, List.of());
        SeriesCatalog catalog = new SeriesCatalog(only(section), selection, QueryLimits.DEFAULT);
        String text = catalog.profileTypes() + " " + catalog.labelNames() + " " + catalog.labelValues("pod") + " "
                + catalog.series(List.of()) + "\n";
        demandWhole(catalog.partial());
        return text;
    }

    private static void demandWhole(List<PartialReason> partial) throws CorruptBlockException {
        for (PartialReason reason : partial) {
            if (reason.cause() == PartialReason.Cause.SECTION_CORRUPT) {
                throw new CorruptBlockException("left out", "query", reason.detail());
            }
        }
    }
}
