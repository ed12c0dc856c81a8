package dev.flamestream.engine.head;

import dev.flamestream.engine.section.PackedSpans;

/** The part of a profile's samples that one span made. Owns its arrays. */
final class SpanSamples {
    static final int ID_BYTES = PackedSpans.SPAN_ID_BYTES + PackedSpans.TRACE_ID_BYTES;

    /** Span id and trace id, big-endian. */
    final byte[] ids;
    /** Indexes into the row's nodes. */
    final int[] stacks;
    /** One for each stack. */
    final long[] values;

    SpanSamples(byte[] ids, int[] stacks, long[] values) {
        this.ids = ids;
        this.stacks = stacks;
        this.values = values;
    }
}
