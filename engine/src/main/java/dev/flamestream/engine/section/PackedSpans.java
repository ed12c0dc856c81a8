package dev.flamestream.engine.section;

/**
 * The grammar of a profile's packed span ids, which say which part of a stack's value was counted under which span.
 *
 * <pre>
 * spans = { 8 bytes span id, big-endian; 16 bytes trace id, zero if unknown;
 *           uvarint number of samples; { uvarint stack ordinal; zigzag uvarint(value / unit) } }
 * </pre>
 *
 * <p>The values are contained in those of the profile's {@link PackedSamples}, never added to them.
 */
public final class PackedSpans {
    /** Bytes of a span id. */
    public static final int SPAN_ID_BYTES = 8;

    /** Bytes of a trace id. */
    public static final int TRACE_ID_BYTES = 16;

    private PackedSpans() {}
}
