package dev.flamestream.query.querier;

import dev.flamestream.engine.timeline.Timeline;
import dev.flamestream.schemas.querier.FlameGraph;
import dev.flamestream.schemas.querier.Level;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.types.LabelPair;
import dev.flamestream.schemas.types.Point;
import dev.flamestream.schemas.types.ProfileType;
import dev.flamestream.schemas.types.Series;
import java.util.ArrayList;
import java.util.List;

/** From the engine's answers to the messages of the wire. */
final class WireMessages {
    private WireMessages() {}

    static ProfileType of(dev.flamestream.schemas.record.ProfileType type) {
        return ProfileType.newBuilder()
                .setID(type.id())
                .setName(type.name())
                .setSampleType(type.sampleType())
                .setSampleUnit(type.sampleUnit())
                .setPeriodType(type.periodType())
                .setPeriodUnit(type.periodUnit())
                .build();
    }

    static FlameGraph of(dev.flamestream.engine.flame.FlameGraph graph) {
        FlameGraph.Builder builder = FlameGraph.newBuilder()
                .addAllNames(graph.names())
                .setTotal(graph.total())
                .setMaxSelf(graph.maxSelf());
        for (long[] row : graph.levels()) {
            Level.Builder level = Level.newBuilder();
            for (long value : row) {
                level.addValues(value);
            }
            builder.addLevels(level);
        }
        return builder.build();
    }

    static Series of(Timeline timeline) {
        Series.Builder series = Series.newBuilder().addAllLabels(of(timeline.labels()));
        for (int point = 0; point < timeline.count(); point++) {
            series.addPoints(
                    Point.newBuilder().setTimestamp(timeline.timeMillis(point)).setValue(timeline.value(point)));
        }
        return series.build();
    }

    static List<LabelPair> of(Labels labels) {
        List<LabelPair> pairs = new ArrayList<>(labels.size());
        labels.asMap()
                .forEach((name, value) -> pairs.add(
                        LabelPair.newBuilder().setName(name).setValue(value).build()));
        return pairs;
    }
}
