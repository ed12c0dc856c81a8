package dev.flamestream.query.querier;

import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.parse.ParsedSelector;
import dev.flamestream.engine.select.parse.SelectorParser;
import dev.flamestream.query.http.ConnectCode;
import dev.flamestream.schemas.record.ProfileType;
import dev.flamestream.schemas.types.Location;
import dev.flamestream.schemas.types.StackTraceSelector;
import dev.flamestream.schemas.yaml.PrometheusDuration;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the fields of requests to selections; what makes no sense is refused with invalid_argument. */
public final class Selections {
    private final QueryBounds bounds;

    /** Selections within these bounds. */
    public Selections(QueryBounds bounds) {
        this.bounds = bounds;
    }

    /** The refusal of a request. */
    public static StatusRuntimeException invalid(String message) {
        return ConnectCode.INVALID_ARGUMENT.status(message).asRuntimeException();
    }

    /** The refusal of a request for something that there is not. */
    public static StatusRuntimeException unimplemented(String what) {
        return ConnectCode.UNIMPLEMENTED.status(what + ": not available here").asRuntimeException();
    }

    /** What a query for profiles of one type selects. */
    Selection ofType(String tenant, String typeId, String selector, TimeRange range, StackTraceSelector stacks) {
        List<String> callSite =
                stacks.getCallSiteList().stream().map(Location::getName).toList();
        return new Selection(tenant, Optional.of(profileType(typeId)), matchers(List.of(selector)), range, callSite);
    }

    /** What a query for labels selects: series that pass all matchers. */
    Selection ofAnyType(String tenant, List<String> selectors, TimeRange range) {
        return new Selection(tenant, Optional.empty(), matchers(selectors), range, List.of());
    }

    /** Start and end of a tenant's request, unix milliseconds, both within. */
    public TimeRange range(String tenant, long startMillis, long endMillis) {
        if (startMillis == 0 || endMillis == 0) {
            throw invalid(
                    "expected start and end in unix milliseconds, found start " + startMillis + ", end " + endMillis);
        }
        if (startMillis > endMillis) {
            throw invalid("expected start <= end, found start " + startMillis + ", end " + endMillis);
        }
        long max = bounds.longest(tenant).toMillis();
        if (startMillis < 0 || endMillis - startMillis > max) {
            throw invalid(
                    "expected a time range after 1970 of at most " + PrometheusDuration.format(Duration.ofMillis(max))
                            + " (max_query_length), found start " + startMillis + ", end " + endMillis);
        }
        return TimeRange.inclusive(startMillis, endMillis);
    }

    /** How many nodes an answer to a tenant may have; 0 stands for the default. */
    public int nodes(String tenant, long asked) {
        int max = bounds.maxNodes(tenant);
        if (asked < 0 || asked > max) {
            throw invalid("max_nodes: expected 0 to " + max + " (max_flamegraph_nodes_max), found " + asked);
        }
        return asked == 0 ? bounds.defaultNodes(tenant) : (int) asked;
    }

    /** The most nodes that a tenant may ask for. */
    public int maxNodes(String tenant) {
        return bounds.maxNodes(tenant);
    }

    private static ProfileType profileType(String id) {
        return ProfileType.parse(id)
                .orElseThrow(() -> invalid(
                        "profile_typeID: expected name:sample_type:sample_unit:period_type:period_unit, found \"" + id
                                + "\""));
    }

    private static List<LabelMatcher> matchers(List<String> selectors) {
        List<LabelMatcher> all = new ArrayList<>();
        for (String selector : selectors) {
            ParsedSelector parsed = SelectorParser.parse(selector);
            all.addAll(parsed.fold(ParsedSelector.Selector::matchers, fault -> {
                throw invalid(fault.message());
            }));
        }
        return all;
    }
}
