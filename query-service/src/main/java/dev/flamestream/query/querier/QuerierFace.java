package dev.flamestream.query.querier;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.SeriesCatalog;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.engine.timeline.Timelines;
import dev.flamestream.query.http.RequestContext;
import dev.flamestream.query.querier.QueryAnswers.Answer;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.querier.PprofReport;
import dev.flamestream.schemas.querier.ProfileTypesRequest;
import dev.flamestream.schemas.querier.ProfileTypesResponse;
import dev.flamestream.schemas.querier.QuerierServiceGrpc;
import dev.flamestream.schemas.querier.SelectMergeProfileRequest;
import dev.flamestream.schemas.querier.SelectMergeStacktracesRequest;
import dev.flamestream.schemas.querier.SelectMergeStacktracesResponse;
import dev.flamestream.schemas.querier.SelectSeriesRequest;
import dev.flamestream.schemas.querier.SelectSeriesResponse;
import dev.flamestream.schemas.querier.SeriesResponse;
import dev.flamestream.schemas.types.ExemplarType;
import dev.flamestream.schemas.types.LabelNamesRequest;
import dev.flamestream.schemas.types.LabelNamesResponse;
import dev.flamestream.schemas.types.LabelValuesRequest;
import dev.flamestream.schemas.types.LabelValuesResponse;
import dev.flamestream.schemas.types.Labels;
import dev.flamestream.schemas.types.TimeSeriesAggregationType;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The service {@code querier.v1.QuerierService}. Its calls run on blocking threads. */
public final class QuerierFace extends QuerierServiceGrpc.QuerierServiceImplBase {
    /** What a request for profile types without a range means. */
    private static final Duration RECENTLY = Duration.ofHours(1);

    private final Queries queries;
    private final Selections selections;
    private final QueryAnswers answers;
    private final Clock clock;

    /** Answers with what the queries say. */
    public QuerierFace(Queries queries, Selections selections, QueryAnswers answers, Clock clock) {
        this.queries = queries;
        this.selections = selections;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public void profileTypes(ProfileTypesRequest request, StreamObserver<ProfileTypesResponse> observer) {
        answers.answer(observer, tenant -> {
            TimeRange range = request.getStart() == 0 && request.getEnd() == 0
                    ? recently()
                    : selections.range(tenant, request.getStart(), request.getEnd());
            SeriesCatalog catalog = queries.catalog(selections.ofAnyType(tenant, List.of(), range));
            ProfileTypesResponse.Builder response = ProfileTypesResponse.newBuilder();
            catalog.profileTypes().forEach(type -> response.addProfileTypes(WireMessages.of(type)));
            return new Answer<>(response.build(), catalog.partial());
        });
    }

    @Override
    public void labelNames(LabelNamesRequest request, StreamObserver<LabelNamesResponse> observer) {
        boolean anyName = RequestContext.readsUtf8LabelNames(ServiceRequestContext.current());
        answers.answer(observer, tenant -> {
            TimeRange range = selections.range(tenant, request.getStart(), request.getEnd());
            SeriesCatalog catalog = queries.catalog(selections.ofAnyType(tenant, request.getMatchersList(), range));
            LabelNamesResponse.Builder response = LabelNamesResponse.newBuilder();
            catalog.labelNames().stream()
                    .filter(name -> anyName || LabelNameForms.isIdentifier(name))
                    .forEach(response::addNames);
            return new Answer<>(response.build(), catalog.partial());
        });
    }

    @Override
    public void labelValues(LabelValuesRequest request, StreamObserver<LabelValuesResponse> observer) {
        answers.answer(observer, tenant -> {
            if (request.getName().isEmpty()) {
                throw Selections.invalid("name: expected a label's name, found none");
            }
            TimeRange range = selections.range(tenant, request.getStart(), request.getEnd());
            SeriesCatalog catalog = queries.catalog(selections.ofAnyType(tenant, request.getMatchersList(), range));
            LabelValuesResponse response = LabelValuesResponse.newBuilder()
                    .addAllNames(catalog.labelValues(request.getName()))
                    .build();
            return new Answer<>(response, catalog.partial());
        });
    }

    @Override
    public void series(dev.flamestream.schemas.querier.SeriesRequest request, StreamObserver<SeriesResponse> observer) {
        boolean anyName = RequestContext.readsUtf8LabelNames(ServiceRequestContext.current());
        answers.answer(observer, tenant -> {
            TimeRange range = selections.range(tenant, request.getStart(), request.getEnd());
            SeriesCatalog catalog = queries.catalog(selections.ofAnyType(tenant, request.getMatchersList(), range));
            SeriesResponse.Builder response = SeriesResponse.newBuilder();
            catalog.series(request.getLabelNamesList()).forEach(series -> {
                Labels.Builder labels = Labels.newBuilder();
                WireMessages.of(series).stream()
                        .filter(pair -> anyName || LabelNameForms.isIdentifier(pair.getName()))
                        .forEach(labels::addLabels);
                response.addLabelsSet(labels);
            });
            return new Answer<>(response.build(), catalog.partial());
        });
    }

    @Override
    public void selectSeries(SelectSeriesRequest request, StreamObserver<SelectSeriesResponse> observer) {
        answers.answer(observer, tenant -> {
            if (request.getExemplarType() == ExemplarType.EXEMPLAR_TYPE_SPAN) {
                throw Selections.unimplemented("exemplar_type: exemplars of spans");
            }
            TimeRange range = selections.range(tenant, request.getStart(), request.getEnd());
            // Stacks are not looked at, as in Pyroscope: a point is the total of whole profiles.
            Selection selection = selections.ofType(
                    tenant,
                    request.getProfileTypeID(),
                    request.getLabelSelector(),
                    range,
                    dev.flamestream.schemas.types.StackTraceSelector.getDefaultInstance());
            Answer<Timelines> timelines = queries.timelines(selection, points(request));
            SelectSeriesResponse.Builder response = SelectSeriesResponse.newBuilder();
            timelines.message().series().forEach(series -> response.addSeries(WireMessages.of(series)));
            return new Answer<>(response.build(), timelines.partial());
        });
    }

    @Override
    public void selectMergeStacktraces(
            SelectMergeStacktracesRequest request, StreamObserver<SelectMergeStacktracesResponse> observer) {
        answers.answer(observer, tenant -> {
            if (request.getSpanSelectorCount() > 0 && request.getTraceIdSelectorCount() > 0) {
                throw Selections.invalid("expected span_selector or trace_id_selector, found both");
            }
            refuseSelectors(
                    request.getSpanSelectorCount(),
                    request.getTraceIdSelectorCount(),
                    request.getProfileIdSelectorCount());
            Selection selection = selections.ofType(
                    tenant,
                    request.getProfileTypeID(),
                    request.getLabelSelector(),
                    selections.range(tenant, request.getStart(), request.getEnd()),
                    request.getStackTraceSelector());
            return inFormat(request, selection);
        });
    }

    @Override
    public void selectMergeProfile(SelectMergeProfileRequest request, StreamObserver<Profile> observer) {
        answers.answer(observer, tenant -> {
            refuseSelectors(0, request.getTraceIdSelectorCount(), request.getProfileIdSelectorCount());
            Selection selection = selections.ofType(
                    tenant,
                    request.getProfileTypeID(),
                    request.getLabelSelector(),
                    selections.range(tenant, request.getStart(), request.getEnd()),
                    request.getStackTraceSelector());
            return queries.profile(selection);
        });
    }

    private Answer<SelectMergeStacktracesResponse> inFormat(SelectMergeStacktracesRequest request, Selection selection)
            throws IOException, QueryLimitException {
        SelectMergeStacktracesResponse.Builder response = SelectMergeStacktracesResponse.newBuilder();
        int nodes = selections.nodes(selection.tenant(), request.getMaxNodes());
        return switch (request.getFormat()) {
            case PROFILE_FORMAT_UNSPECIFIED, PROFILE_FORMAT_FLAMEGRAPH -> {
                Answer<dev.flamestream.engine.flame.FlameGraph> graph = queries.flameGraph(selection, nodes);
                response.setFlamegraph(WireMessages.of(graph.message()));
                yield new Answer<>(response.build(), graph.partial());
            }
            case PROFILE_FORMAT_TREE -> {
                Answer<byte[]> tree = queries.treeBytes(selection, nodes);
                response.setTree(ByteString.copyFrom(tree.message()));
                yield new Answer<>(response.build(), tree.partial());
            }
            case PROFILE_FORMAT_PPROF -> {
                Answer<Profile> profile = queries.profile(selection);
                response.setPprof(PprofReport.newBuilder().setProfile(profile.message()));
                yield new Answer<>(response.build(), profile.partial());
            }
            case PROFILE_FORMAT_DOT, UNRECOGNIZED ->
                throw Selections.unimplemented("format " + request.getFormatValue());
        };
    }

    private static SeriesRequest points(SelectSeriesRequest request) {
        double stepMillis = request.getStep() * 1000;
        // The comparison is false for NaN, too.
        if (!(stepMillis >= 1 && stepMillis <= Integer.MAX_VALUE)) {
            throw Selections.invalid(
                    "step: expected 0.001 s to " + Integer.MAX_VALUE / 1000 + " s, found " + request.getStep());
        }
        long limit = request.getLimit();
        if (limit < 0) {
            throw Selections.invalid("limit: expected 0 or more, found " + limit);
        }
        Aggregation aggregation =
                request.getAggregation() == TimeSeriesAggregationType.TIME_SERIES_AGGREGATION_TYPE_AVERAGE
                        ? Aggregation.AVERAGE
                        : Aggregation.SUM;
        return new SeriesRequest(
                request.getStart(), request.getEnd(), (long) stepMillis, request.getGroupByList(), aggregation, (int)
                        Math.min(limit, Integer.MAX_VALUE));
    }

    private static void refuseSelectors(int spans, int traces, int profiles) {
        if (spans + traces + profiles > 0) {
            throw Selections.unimplemented("selection by span, trace or profile id");
        }
    }

    private TimeRange recently() {
        long now = clock.millis();
        return TimeRange.inclusive(now - RECENTLY.toMillis(), now);
    }
}
