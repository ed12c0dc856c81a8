package dev.flamestream.job.intake;

import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record as it was read, whole, so that it can be refused whole. Owns nothing: key, headers and value are shared and never
 * written to.
 */
public final class KafkaRecord {
    private final Origin origin;
    private final List<Header> headers;
    private final byte[] key;
    private final byte[] value;
    /** The headers it came with, where rules of its tenant have changed its labels. */
    private final Optional<List<Header>> given;

    /** Takes the bytes over. A record without a key or a value has an empty one. */
    public KafkaRecord(Origin origin, List<Header> headers, byte[] key, byte[] value) {
        this(origin, headers, key, value, Optional.empty());
    }

    KafkaRecord(Origin origin, List<Header> headers, byte[] key, byte[] value, Optional<List<Header>> given) {
        this.origin = origin;
        this.headers = List.copyOf(headers);
        this.key = key;
        this.value = value;
        this.given = given.map(List::copyOf);
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

    /** The same record of another series. It remembers the headers that it came with. */
    KafkaRecord relabeled(Labels labels) {
        List<Header> changed = new ArrayList<>();
        for (Header header : headers) {
            if (!header.name().startsWith(RecordFormat.LABEL_PREFIX)) {
                changed.add(header);
            }
        }
        labels.asMap()
                .forEach((name, text) -> changed.add(
                        new Header(RecordFormat.LABEL_PREFIX + name, text.getBytes(StandardCharsets.UTF_8))));
        return new KafkaRecord(origin, changed, key, value, Optional.of(given.orElse(headers)));
    }

    /** The record as it came. Rules that are applied to it again, when it is sent once more, must find what they found. */
    public KafkaRecord asItCame() {
        return given.isPresent() ? new KafkaRecord(origin, given.get(), key, value) : this;
    }

    /** The headers it came with, where they are others now. */
    Optional<List<Header>> given() {
        return given;
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
