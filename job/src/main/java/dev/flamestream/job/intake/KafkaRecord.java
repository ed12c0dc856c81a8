package dev.flamestream.job.intake;

import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A record as it was read, whole, so that it can be refused whole. Owns nothing: key, headers and value are shared and never
 * written to.
 */
public final class KafkaRecord {
    /** What a label's header is renamed with while rules of the tenant have changed its record's labels. */
    private static final String GIVEN_PREFIX = "flamestream.given.";

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

    /** The same record of another series. It remembers the labels that it came with. */
    KafkaRecord relabeled(Labels labels) {
        List<Header> changed = new ArrayList<>();
        for (Header header : headers) {
            boolean isLabel = header.name().startsWith(RecordFormat.LABEL_PREFIX);
            changed.add(isLabel ? new Header(GIVEN_PREFIX + header.name(), header.value()) : header);
        }
        labels.asMap()
                .forEach((name, text) -> changed.add(
                        new Header(RecordFormat.LABEL_PREFIX + name, text.getBytes(StandardCharsets.UTF_8))));
        return new KafkaRecord(origin, changed, key, value);
    }

    /** The record as it came. Rules that are applied to it again, when it is sent once more, must find what they found. */
    public KafkaRecord asItCame() {
        if (headers.stream().noneMatch(header -> header.name().startsWith(GIVEN_PREFIX))) {
            return this;
        }
        List<Header> given = new ArrayList<>();
        for (Header header : headers) {
            if (header.name().startsWith(GIVEN_PREFIX)) {
                given.add(new Header(header.name().substring(GIVEN_PREFIX.length()), header.value()));
            } else if (!header.name().startsWith(RecordFormat.LABEL_PREFIX)) {
                given.add(header);
            }
        }
        return new KafkaRecord(origin, given, key, value);
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
