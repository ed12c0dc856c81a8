package dev.flamestream.query.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.flamestream.engine.flame.FlameGraph;
import dev.flamestream.engine.timeline.RenderTimeline;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The JSON object of the older API, version 1: flamebearer, metadata, timeline, groups. */
final class RenderJson {
    private static final JsonFactory JSON = new JsonFactory();

    /** Sample types that count things, which clients show without a unit of their own. */
    private static final Set<String> OBJECT_TYPES =
            Set.of("inuse_objects", "alloc_objects", "goroutine", "goroutines", "samples");

    private RenderJson() {}

    static String write(
            ProfileType type, FlameGraph graph, RenderTimeline timeline, Optional<Map<String, RenderTimeline>> groups)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("version", 1);
            writeFlamebearer(json, graph);
            writeMetadata(json, type);
            json.writeFieldName("timeline");
            writeTimeline(json, timeline);
            json.writeFieldName("groups");
            if (groups.isEmpty()) {
                json.writeNull();
            } else {
                json.writeStartObject();
                for (Map.Entry<String, RenderTimeline> group : new TreeMap<>(groups.get()).entrySet()) {
                    json.writeFieldName(group.getKey());
                    writeTimeline(json, group.getValue());
                }
                json.writeEndObject();
            }
            json.writeNullField("heatmap");
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void writeFlamebearer(JsonGenerator json, FlameGraph graph) throws IOException {
        json.writeObjectFieldStart("flamebearer");
        json.writeArrayFieldStart("names");
        for (String name : graph.names()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("levels");
        for (long[] row : graph.levels()) {
            json.writeArray(row, 0, row.length);
        }
        json.writeEndArray();
        json.writeNumberField("numTicks", graph.total());
        json.writeNumberField("maxSelf", graph.maxSelf());
        json.writeEndObject();
    }

    private static void writeMetadata(JsonGenerator json, ProfileType type) throws IOException {
        json.writeObjectFieldStart("metadata");
        json.writeStringField("format", "single");
        json.writeStringField("spyName", "");
        json.writeNumberField("sampleRate", type.sampleType().equals("cpu") ? 1_000_000_000 : 100);
        json.writeStringField("units", unitsOf(type));
        json.writeStringField("name", type.sampleType());
        json.writeEndObject();
    }

    private static String unitsOf(ProfileType type) {
        if (type.sampleType().equals("cpu")) {
            return "samples";
        }
        return OBJECT_TYPES.contains(type.sampleType()) ? "objects" : type.sampleUnit();
    }

    private static void writeTimeline(JsonGenerator json, RenderTimeline timeline) throws IOException {
        json.writeStartObject();
        json.writeNumberField("startTime", timeline.startSeconds());
        json.writeFieldName("samples");
        json.writeArray(timeline.samples(), 0, timeline.samples().length);
        json.writeNumberField("durationDelta", timeline.stepSeconds());
        json.writeNullField("watermarks");
        json.writeEndObject();
    }
}
