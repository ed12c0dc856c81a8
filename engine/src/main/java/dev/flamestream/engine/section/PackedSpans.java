package dev.flamestream.engine.section;

import dev.flamestream.engine.tree.Varints;
import java.io.ByteArrayOutputStream;

/**
 * The grammar of a profile's packed span ids, which say which part of a stack's value was counted under which span.
 *
 * <pre>
 * spans = { span: 8 bytes, big-endian;  trace: 16 bytes, zero if unknown;
 *           uvarint number of samples; { uvarint stack ordinal; zigzag uvarint value } }
 * </pre>
 *
 * <p>The values are contained in those of the profile's {@link PackedSamples}, never added to them. They are not divided by
 * the unit: samples that were taken under a span need not be multiples of what the sums are.
 */
public final class PackedSpans {
    /** Bytes of a span id. */
    public static final int SPAN_ID_BYTES = 8;

    /** Bytes of a trace id. */
    public static final int TRACE_ID_BYTES = 16;

    private PackedSpans() {}

    /** Packs the spans of one profile. */
    public static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /** Adds a span: its id and trace id in 24 bytes, and the samples taken under it. */
        public void add(byte[] ids, int[] stackOrdinals, long[] values) {
            out.writeBytes(ids);
            put(stackOrdinals.length);
            for (int i = 0; i < stackOrdinals.length; i++) {
                put(stackOrdinals[i]);
                put(Varints.zigzag(values[i]));
            }
        }

        /** The packed bytes. */
        public byte[] finish() {
            return out.toByteArray();
        }

        private void put(long unsigned) {
            byte[] varint = new byte[Varints.MAX_LONG_BYTES];
            out.write(varint, 0, Varints.write(varint, 0, unsigned));
        }
    }
}
