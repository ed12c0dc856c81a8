package dev.flamestream.job.intake;

import java.util.List;

/**
 * A record as it was read, whole, so that it can be refused whole. Owns nothing: key, headers and value are shared and never
 * written to.
 */
public final class KafkaRecord {
    private final Origin origin;
    private final List<Header> headers;
    private final byte[] key;
    private final byte[] value;

    /** Takes the bytes over. A record without a key or a value has an empty one. */
    public KafkaRecord(Origin origin, List<Header> headers, byte[] key, byte[] value) {
        this.origin = origin;
        this.headers = List.copyOf(headers);
        this.key = key;
        this.value = value;
    }

    /** Where a record stood, and the broker's time of it in unix milliseconds. */
    public record Origin(String topic, int partition, long offset, long timestampMillis) {}

    /** One header; its bytes are not copied. */
    public static final class Header {
        private final String name;
        private final byte[] value;

        /** Takes the bytes over. */
        public Header(String name, byte[] value) {
            this.name = name;
            this.value = value;
        }

        /** The header's name. */
        public String name() {
            return name;
        }

        /** The header's bytes. */
        public byte[] value() {
            return value;
        }
    }

    /** Where it stood. */
    public Origin origin() {
        return origin;
    }

    /** Its headers, in order. */
    public List<Header> headers() {
        return headers;
    }

    /** Its key. */
    public byte[] key() {
        return key;
    }

    /** Its value: one pprof file, if all is well. */
    public byte[] value() {
        return value;
    }
}
