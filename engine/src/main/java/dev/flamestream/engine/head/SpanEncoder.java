package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.section.PackedSpans;
import dev.flamestream.engine.tree.Varints;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes which samples of a series were taken under which span. Not thread-safe. */
final class SpanEncoder {
    private final ElementWriter writer;

    SpanEncoder(ElementWriter writer) {
        this.writer = writer;
    }

    /** Writes the spans of the sorted samples in a range. */
    void put(FlatProfile profile, EntryEncoder.Samples samples, int from, int to) {
        if (!samples.split().hasSpans()) {
            writer.put(0);
            return;
        }
        Map<String, List<int[]>> spans = new LinkedHashMap<>();
        int stack = -1;
        for (int i = from; i < to; i++) {
            stack += i == from || samples.node(i) != samples.node(i - 1) ? 1 : 0;
            String ids = idsOf(profile, samples.sample(i));
            if (!ids.isEmpty()) {
                spans.computeIfAbsent(ids, key -> new ArrayList<>()).add(new int[] {stack, samples.sample(i)});
            }
        }
        writer.put(spans.size());
        spans.forEach((ids, taken) -> putSpan(profile, ids, taken));
    }

    private void putSpan(FlatProfile profile, String ids, List<int[]> taken) {
        writer.putBytes(HexFormat.of().parseHex(ids));
        writer.put(taken.size());
        for (int[] stackAndSample : taken) {
            writer.put(stackAndSample[0]);
            for (int type = 0; type < profile.typeCount(); type++) {
                writer.put(Varints.zigzag(profile.value(stackAndSample[1], type)));
            }
        }
    }

    /** Span id and trace id as 48 hex digits, zeros for one that is missing; empty if the sample has no span. */
    private static String idsOf(FlatProfile profile, int sample) {
        String span = "";
        String trace = "";
        for (int i = profile.sampleLabelStart(sample); i < profile.sampleLabelStart(sample + 1); i++) {
            String key = profile.text(profile.labelKey(i));
            String text = profile.text(profile.labelText(i));
            if ((key.equals(SeriesSplit.SPAN_ID) || key.equals(SeriesSplit.PROFILE_ID))
                    && isHex(text, PackedSpans.SPAN_ID_BYTES)) {
                span = text;
            } else if (key.equals(SeriesSplit.TRACE_ID) && isHex(text, PackedSpans.TRACE_ID_BYTES)) {
                trace = text;
            }
        }
        if (span.isEmpty() && trace.isEmpty()) {
            return "";
        }
        return (span.isEmpty() ? "0".repeat(2 * PackedSpans.SPAN_ID_BYTES) : span)
                + (trace.isEmpty() ? "0".repeat(2 * PackedSpans.TRACE_ID_BYTES) : trace);
    }

    private static boolean isHex(String text, int bytes) {
        return text.length() == 2 * bytes && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }
}
