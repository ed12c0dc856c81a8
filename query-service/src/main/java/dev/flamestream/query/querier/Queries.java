package dev.flamestream.query.querier;

import dev.flamestream.engine.flame.FlameGraph;
import dev.flamestream.engine.flame.PprofExport;
import dev.flamestream.engine.flame.TreeBytes;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.SampledSections;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.SectionSource;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.SeriesCatalog;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.MergeThreads;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.select.merge.TreeMerger;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.Timelines;
import dev.flamestream.query.QueryMetrics;
import dev.flamestream.query.querier.QueryAnswers.Answer;
import dev.flamestream.query.trace.QueryRun;
import dev.flamestream.query.trace.QueryStage;
import dev.flamestream.schemas.pprof.Profile;
import java.io.IOException;
import java.util.List;

/** The questions that every face asks, each in its own words: one path from a selection to an answer. */
public final class Queries {
    /** When nothing was. */
    private static final TimeRange NEVER = new TimeRange(-1, 0);

    private final SectionSource source;
    private final QuerySettings settings;
    private final QueryBounds bounds;
    private final QueryMetrics metrics;
    private final MergeThreads threads;

    /** Questions to a source, whose sections the given threads merge. */
    public Queries(
            SectionSource source,
            QuerySettings settings,
            QueryBounds bounds,
            QueryMetrics metrics,
            MergeThreads threads) {
        this.source = source;
        this.settings = settings;
        this.bounds = bounds;
        this.metrics = metrics;
        this.threads = threads;
    }

    /** The flame graph of a selection. */
    public Answer<FlameGraph> flameGraph(Selection selection, int nodes) throws IOException, QueryLimitException {
        MergedTree merged = byName(selection);
        QueryRun.enter(QueryStage.RENDER);
        return counted(new Answer<>(FlameGraph.of(merged, nodes), merged.partial()));
    }

    /** The same in Pyroscope's binary tree format. */
    public Answer<byte[]> treeBytes(Selection selection, int nodes) throws IOException, QueryLimitException {
        MergedTree merged = byName(selection);
        QueryRun.enter(QueryStage.RENDER);
        return counted(new Answer<>(TreeBytes.encode(merged, nodes), merged.partial()));
    }

    /** The pprof profile of a selection; empty selections give an empty profile. */
    public Answer<Profile> profile(Selection selection) throws IOException, QueryLimitException {
        Selection visible = visible(selection);
        MergedTree merged = TreeMerger.mergeByFrame(find(visible), visible, settings.limits(), threads);
        QueryRun.enter(QueryStage.RENDER);
        return counted(new Answer<>(
                PprofExport.of(merged, selection.profileType().orElseThrow(), selection.range()), merged.partial()));
    }

    /** The totals of a selection over time; the selection's range is replaced by what the points cover. */
    public Answer<Timelines> timelines(Selection selection, SeriesRequest request)
            throws IOException, QueryLimitException {
        Selection searched = visible(selection.during(request.searchRange()));
        Timelines timelines = Timelines.of(find(searched), searched, request, settings.limits());
        QueryRun.enter(QueryStage.RENDER);
        return counted(new Answer<>(timelines, timelines.partial()));
    }

    /** What labels and types a selection has. */
    public SeriesCatalog catalog(Selection selection) throws IOException {
        Selection visible = visible(selection);
        return new SeriesCatalog(find(visible), visible, settings.limits());
    }

    private <T> Answer<T> counted(Answer<T> answer) {
        answer.partial().forEach(reason -> metrics.partial(reason.cause()));
        return answer;
    }

    private MergedTree byName(Selection selection) throws IOException, QueryLimitException {
        Selection visible = visible(selection);
        return TreeMerger.mergeByName(find(visible), visible, settings.limits(), threads);
    }

    private Selection visible(Selection selection) {
        return bounds.visible(selection).orElseGet(() -> selection.during(NEVER));
    }

    private SectionSet find(Selection selection) throws IOException {
        SectionSet found = selection.range().equals(NEVER) ? SectionSet.complete(List.of()) : source.find(selection);
        QueryRun.noteSampled(SampledSections.oneIn(found, selection));
        QueryRun.enter(QueryStage.MERGE);
        return found;
    }
}
