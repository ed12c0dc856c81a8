package dev.flamestream.schemas.record;

import java.util.HexFormat;

/**
 * The specification of a record on the topic {@code profiles}: its value is one pprof file, gzip or plain, and everything
 * else is in its key and headers, all UTF-8.
 *
 * <pre>
 * key      {@code <tenant>/<16 hex digits of the series hash>}     e.g. anonymous/9d0f4ab24c1c5f7e
 * header   tenant            the tenant; anonymous where it is missing
 *          label.NAME        one for each label, e.g. label.service_name, label.__name__; label.__delta__ as {@link Labels#DELTA} says
 *          time              optional, unix milliseconds; the record's timestamp where it is missing
 *          id                optional, a UUID that makes repeats harmless
 *          agent             optional, who scraped it
 * </pre>
 *
 * <p>The topic {@code profiles.rejected} carries the same value and headers of what was refused, and the headers
 * {@code reason}, {@code detail}, {@code topic}, {@code partition} and {@code offset}. A value above 16 MiB, which only the
 * producer's compression had made small enough for the first topic, is gzip there, and the header {@code value_encoding} says so;
 * one that is too large even then stays on the first topic, and the detail says so.
 */
public final class RecordFormat {
    /** The topic that agents publish to. */
    public static final String TOPIC = "profiles";

    /** The topic that takes what was refused, whole. */
    public static final String REJECTED_TOPIC = "profiles.rejected";

    /** A record, key and headers included, may be this large; the topic's {@code max.message.bytes}. */
    public static final int MAX_RECORD_BYTES = 16 << 20;

    /**
     * The rejected topic's {@code max.message.bytes}: a record that was as large as it may be comes there with the headers that
     * say why, and whole.
     */
    public static final int MAX_REJECTED_RECORD_BYTES = MAX_RECORD_BYTES + (1 << 20);

    /** What a producer asks of itself before it compresses, batches and sends: the value and 64 KiB of headers must fit. */
    public static final int MAX_VALUE_BYTES = MAX_RECORD_BYTES - (64 << 10);

    /** Header: the tenant. */
    public static final String TENANT = "tenant";

    /** Header prefix of a label; the rest of the header's name is the label's. */
    public static final String LABEL_PREFIX = "label.";

    /** Header: when the profile was taken, unix milliseconds in decimal digits. */
    public static final String TIME = "time";

    /** Header: a UUID of this profile. */
    public static final String ID = "id";

    /** Header: name and version of what published the record. */
    public static final String AGENT = "agent";

    /** Header of a rejected record: the wire name of the reason. */
    public static final String REASON = "reason";

    /** Header of a rejected record: where, what was expected, what was found. */
    public static final String DETAIL = "detail";

    /** Header of a rejected record: {@code gzip} where the value was compressed to fit, else missing. */
    public static final String VALUE_ENCODING = "value_encoding";

    /** Header of a rejected record: the topic it was read from. */
    public static final String ORIGINAL_TOPIC = "topic";

    /** Header of a rejected record: the partition it was read from. */
    public static final String ORIGINAL_PARTITION = "partition";

    /** Header of a rejected record: its offset there. */
    public static final String ORIGINAL_OFFSET = "offset";

    /** The tenant of records that name none. */
    public static final String DEFAULT_TENANT = "anonymous";

    /** The service of records that name none. */
    public static final String DEFAULT_SERVICE = "unknown_service";

    /** Names longer than this are no tenant: they become folders of the block store. */
    public static final int MAX_TENANT_LENGTH = 150;

    private RecordFormat() {}

    /** The key of a series' records, which keeps their order in one partition. */
    public static String key(String tenant, Labels series) {
        return tenant + "/" + HexFormat.of().toHexDigits(series.hash());
    }

    /**
     * Whether a tenant's name may be used: 1 to 150 of {@code A-Z a-z 0-9 ! - _ . * ' ( )}, and neither {@code .} nor
     * {@code ..}, so that it is one folder's name on any store.
     */
    public static boolean isTenantName(String name) {
        if (name.isEmpty() || name.length() > MAX_TENANT_LENGTH || name.equals(".") || name.equals("..")) {
            return false;
        }
        return name.chars().allMatch(RecordFormat::isTenantCharacter);
    }

    private static boolean isTenantCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "!-_.*'()".indexOf(c) >= 0;
    }
}
