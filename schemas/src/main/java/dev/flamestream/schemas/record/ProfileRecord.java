package dev.flamestream.schemas.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One profile as a record of the topic {@code profiles}, independent of any Kafka client: {@link RecordFormat} in Java.
 *
 * <p>Immutable but for the value's bytes, which are shared and not copied.
 */
public final class ProfileRecord {
    private final String tenant;
    private final Labels labels;
    private final OptionalLong timeMillis;
    private final String id;
    private final String agent;
    private final byte[] value;
    private final List<Map.Entry<String, String>> furtherLabels;

    private ProfileRecord(Builder builder) {
        this.tenant = builder.tenant;
        this.labels = builder.labels;
        this.furtherLabels = builder.furtherLabels;
        this.timeMillis = builder.timeMillis;
        this.id = builder.id;
        this.agent = builder.agent;
        this.value = builder.value;
    }

    /** One Kafka header. */
    public record Header(String name, String text) {
        /** The text as it goes over the wire. */
        public byte[] utf8() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Starts a record of one pprof file, gzip or plain. */
    public static Builder of(Labels labels, byte[] pprof) {
        return new Builder(labels, pprof);
    }

    /** The record's key as UTF-8. */
    public byte[] key() {
        return RecordFormat.key(tenant, labels).getBytes(StandardCharsets.UTF_8);
    }

    /** The record's headers, in a fixed order. */
    public List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header(RecordFormat.TENANT, tenant));
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            headers.add(new Header(RecordFormat.LABEL_PREFIX + label.getKey(), label.getValue()));
        }
        for (Map.Entry<String, String> label : furtherLabels) {
            headers.add(new Header(RecordFormat.LABEL_PREFIX + label.getKey(), label.getValue()));
        }
        timeMillis.ifPresent(time -> headers.add(new Header(RecordFormat.TIME, Long.toString(time))));
        if (!id.isEmpty()) {
            headers.add(new Header(RecordFormat.ID, id));
        }
        if (!agent.isEmpty()) {
            headers.add(new Header(RecordFormat.AGENT, agent));
        }
        return headers;
    }

    /** The pprof file. */
    public byte[] value() {
        return value;
    }

    /** Whose profile it is. */
    public String tenant() {
        return tenant;
    }

    /** The series. */
    public Labels labels() {
        return labels;
    }

    /** When it was taken; the record's timestamp counts where this is empty. */
    public OptionalLong timeMillis() {
        return timeMillis;
    }

    /** Gathers what a record may have beside its labels and value. */
    public static final class Builder {
        private final Labels labels;
        private final byte[] value;
        private String tenant = RecordFormat.DEFAULT_TENANT;
        private OptionalLong timeMillis = OptionalLong.empty();
        private String id = "";
        private String agent = "";
        private List<Map.Entry<String, String>> furtherLabels = List.of();

        private Builder(Labels labels, byte[] value) {
            this.labels = labels;
            this.value = value;
        }

        /** Sets the tenant; a name that {@link RecordFormat#isTenantName} refuses is an error of the caller. */
        public Builder tenant(String name) {
            if (!RecordFormat.isTenantName(name)) {
                throw new IllegalArgumentException("not a tenant name: \"" + name + "\"");
            }
            this.tenant = name;
            return this;
        }

        /** Sets when the profile was taken, unix milliseconds. */
        public Builder timeMillis(long unixMillis) {
            this.timeMillis = OptionalLong.of(unixMillis);
            return this;
        }

        /** Sets the UUID that makes repeats harmless; empty for none. */
        public Builder id(String uuid) {
            this.id = uuid;
            return this;
        }

        /** Sets who publishes, name and version; empty for none. */
        public Builder agent(String nameAndVersion) {
            this.agent = nameAndVersion;
            return this;
        }

        /** Adds labels as they came in a request that is refused for them, such as a second value of a name. */
        public Builder furtherLabels(List<Map.Entry<String, String>> asTheyCame) {
            this.furtherLabels = List.copyOf(asTheyCame);
            return this;
        }

        /** Makes the record. */
        public ProfileRecord build() {
            return new ProfileRecord(this);
        }
    }
}
