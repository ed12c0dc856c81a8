package dev.flamestream.query.render;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.flamestream.engine.flame.FlameGraph;
import dev.flamestream.engine.select.PartialReason;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.parse.ParsedSelector;
import dev.flamestream.engine.select.parse.SelectorParser;
import dev.flamestream.engine.timeline.RenderTimeline;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.engine.timeline.Timeline;
import dev.flamestream.engine.timeline.Timelines;
import dev.flamestream.query.http.BlockingPage;
import dev.flamestream.query.querier.Queries;
import dev.flamestream.query.querier.QueryAnswers;
import dev.flamestream.query.querier.QueryAnswers.Answer;
import dev.flamestream.query.querier.Selections;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /pyroscope/render}: flame graph and timeline in one JSON object. */
public final class RenderPage extends AbstractHttpService {
    private final Queries queries;
    private final Selections selections;
    private final QueryAnswers answers;
    private final Clock clock;

    /** Answers with what the queries say. */
    public RenderPage(Queries queries, Selections selections, QueryAnswers answers, Clock clock) {
        this.queries = queries;
        this.selections = selections;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        return BlockingPage.answer(context, () -> {
            String json = answers.run(context, tenant -> render(tenant, context.queryParams()));
            return HttpResponse.of(HttpStatus.OK, MediaType.JSON, json);
        });
    }

    private Answer<String> render(String tenant, QueryParams parameters) throws IOException, QueryLimitException {
        String format = parameters.get("format", "json");
        if (!format.equals("json")) {
            throw Selections.unimplemented("format " + format);
        }
        TimeRange range = selections.range(tenant, time(parameters, "from"), time(parameters, "until"));
        Selection selection = selection(tenant, parameters.get("query", ""), range);
        Answer<FlameGraph> graph = queries.flameGraph(selection, nodes(tenant, parameters));
        Optional<String> groupBy =
                Optional.ofNullable(parameters.get("groupBy")).filter(name -> !name.isEmpty());
        SeriesRequest points =
                RenderTimeline.request(range.startMillis(), range.endMillis() - 1, List.of(), aggregation(parameters));
        Answer<Timelines> all = queries.timelines(selection, points);
        Map<String, RenderTimeline> groups = new LinkedHashMap<>();
        List<PartialReason> partial = new ArrayList<>(graph.partial());
        partial.addAll(all.partial());
        if (groupBy.isPresent()) {
            SeriesRequest grouped = RenderTimeline.request(
                    range.startMillis(), range.endMillis() - 1, List.of(groupBy.get()), aggregation(parameters));
            Answer<Timelines> perValue = queries.timelines(selection, grouped);
            partial.addAll(perValue.partial());
            for (Timeline series : perValue.message().series()) {
                String value = series.labels().value(groupBy.get());
                groups.put(value.isEmpty() ? "*" : value, RenderTimeline.of(grouped, series));
            }
        }
        List<Timeline> total = all.message().series();
        RenderTimeline timeline =
                total.isEmpty() ? RenderTimeline.empty(points) : RenderTimeline.of(points, total.get(0));
        ProfileType type = selection.profileType().orElseThrow();
        String json = RenderJson.write(type, graph.message(), timeline, groupBy.map(name -> Map.copyOf(groups)));
        return new Answer<>(json, partial);
    }

    private Selection selection(String tenant, String query, TimeRange range) {
        ParsedSelector parsed = SelectorParser.parseWithProfileType(query);
        return parsed.fold(
                selector -> Selection.of(tenant, selector.profileType().orElseThrow(), selector.matchers(), range),
                fault -> {
                    throw Selections.invalid("query: " + fault.message());
                });
    }

    private long time(QueryParams parameters, String name) {
        String text = parameters.get(name, "");
        return RenderTime.parse(text, clock)
                .orElseThrow(() -> Selections.invalid(
                        name + ": expected now-1h, unix seconds or the like, found \"" + text + "\""));
    }

    /** A number that cannot be used is as none, as clients of this API expect. */
    private int nodes(String tenant, QueryParams parameters) {
        String text = parameters.get("maxNodes", parameters.get("max-nodes", "0"));
        boolean number = text.matches("[0-9]{1,9}");
        return selections.nodes(tenant, number ? Math.min(Long.parseLong(text), selections.maxNodes(tenant)) : 0);
    }

    private static Aggregation aggregation(QueryParams parameters) {
        return parameters.get("aggregation", "sum").equals("avg") ? Aggregation.AVERAGE : Aggregation.SUM;
    }
}
