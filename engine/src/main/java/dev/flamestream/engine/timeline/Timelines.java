package dev.flamestream.engine.timeline;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionFault;
import dev.flamestream.engine.select.SectionFilter;
import dev.flamestream.engine.select.SectionFilter.Share;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.SelectedRows;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.SeriesLabels;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The timelines of a selection.
 *
 * @param series sorted by their labels
 * @param partial what is missing, or that a sum is past 64 bits; empty if all is well
 */
public record Timelines(List<Timeline> series, List<PartialReason> partial) {
    public Timelines {
        series = List.copyOf(series);
        partial = List.copyOf(partial);
    }

    /**
     * Gathers profiles into points. The selection's own range is not looked at: the sections must have been searched with {@link
     * SeriesRequest#searchRange()}. With a call site, a profile counts with the stacks that begin there, and not at all if it has
     * none of them.
     */
    public static Timelines of(SectionSet set, Selection selection, SeriesRequest request, QueryLimits limits)
            throws IOException, QueryLimitException {
        if (selection.profileType().isEmpty()) {
            throw new IllegalArgumentException("expected a selection with a profile type, found " + selection);
        }
        limits.checkSections(set.sections().size());
        Gathering gathering = new Gathering(selection.during(request.searchRange()), request, limits);
        List<PartialReason> partial = new ArrayList<>(set.partial());
        for (Section section : set.sections()) {
            try {
                gathering.add(section);
            } catch (CorruptBlockException e) {
                partial.add(SectionFault.leftOut(section.summary(), e));
            }
        }
        if (gathering.isSaturated()) {
            partial.add(PartialReason.sumOverflow(selection.profileType().get()));
        }
        return new Timelines(gathering.finish(), partial);
    }

    private static final class Gathering {
        private final Selection selection;
        private final SeriesRequest request;
        private final QueryLimits limits;
        private final Map<Labels, StepSums> series = new HashMap<>();
        private long pointCount;
        /** The step of the row that was added last, and the last time that belongs to it. */
        private long step;

        private long stepEndMillis;

        Gathering(Selection selection, SeriesRequest request, QueryLimits limits) {
            this.selection = selection;
            this.request = request;
            this.limits = limits;
            this.stepEndMillis = request.startMillis();
        }

        void add(Section section) throws IOException, QueryLimitException {
            SectionSummary summary = section.summary();
            if (SectionFilter.share(selection, summary) == Share.NONE) {
                return;
            }
            boolean wholeProfiles = selection.callSite().isEmpty();
            ProfileRows rows = section.readProfiles(RowDetail.TOTALS);
            SelectedRows selected = SelectedRows.of(selection, summary, rows);
            // All is read and checked before anything is added, so that a damaged section leaves no trace.
            RowTotals totals = wholeProfiles
                    ? RowTotals.ofProfiles(rows)
                    : RowTotals.atCallSite(section, rows, selected, selection.callSite());
            StepSums[] sumsOf = new StepSums[rows.series().size()];
            for (int row = 0; row < rows.count(); row++) {
                if (selected.contains(row) && totals.counts(row)) {
                    int index = rows.seriesIndex(row);
                    if (sumsOf[index] == null) {
                        sumsOf[index] = sumsOf(group(summary, rows.labels(row)));
                    }
                    add(sumsOf[index], rows.timeMillis(row), totals.total(row));
                }
            }
        }

        private Labels group(SectionSummary summary, Labels labels) {
            return request.groupBy().isEmpty()
                    ? Labels.EMPTY
                    : SeriesLabels.of(summary, labels).only(request.groupBy());
        }

        private StepSums sumsOf(Labels group) throws QueryLimitException {
            StepSums sums = series.computeIfAbsent(group, labels -> new StepSums());
            limits.checkSeries(series.size());
            return sums;
        }

        private void add(StepSums sums, long timeMillis, long total) throws QueryLimitException {
            if (timeMillis > stepEndMillis && timeMillis - stepEndMillis <= request.stepMillis()) {
                // Mostly the next step of a series; a division takes longer than all else here.
                step++;
                stepEndMillis += request.stepMillis();
            } else if (timeMillis > stepEndMillis || stepEndMillis - timeMillis >= request.stepMillis()) {
                // Rounds up: (start - step, start] is step 0.
                step = -Math.floorDiv(request.startMillis() - timeMillis, request.stepMillis());
                stepEndMillis = request.startMillis() + step * request.stepMillis();
            }
            pointCount += sums.add(step, total) ? 1 : 0;
            limits.checkPoints(pointCount);
        }

        boolean isSaturated() {
            return series.values().stream().anyMatch(StepSums::isSaturated);
        }

        List<Timeline> finish() {
            List<Map.Entry<Labels, StepSums>> kept = new ArrayList<>(series.entrySet());
            kept.sort(Map.Entry.comparingByKey(SeriesLabels.ORDER));
            List<Timeline> timelines = new ArrayList<>();
            for (Map.Entry<Labels, StepSums> entry : kept) {
                timelines.add(entry.getValue().toTimeline(entry.getKey(), request));
            }
            if (request.limit() == 0 || request.limit() >= timelines.size()) {
                return timelines;
            }
            timelines.sort(Comparator.comparingDouble(Timeline::total).reversed());
            List<Timeline> largest = new ArrayList<>(timelines.subList(0, request.limit()));
            largest.sort(Comparator.comparing(Timeline::labels, SeriesLabels.ORDER));
            return largest;
        }
    }
}
