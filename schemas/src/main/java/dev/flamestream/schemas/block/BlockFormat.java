package dev.flamestream.schemas.block;

/**
 * The specification of a block: one Parquet file that holds sections of one tenant.
 *
 * <p>A section is the profiles of one service and one profile type that were cut together, and the call tree they make. It is
 * stored as two kinds of row. A <b>profile row</b> is one profile. A <b>node row</b> is one node of the call tree; the nodes of
 * a section stand in pre-order, the root first. No row group holds both kinds. A column that the other kind lacks is null.
 *
 * <pre>
 * column           type                 profile row                          node row
 * service_name     string               label service_name                   same
 * profile_type     string               e.g. process_cpu:cpu:nanoseconds:cpu:nanoseconds
 * section          int32                ordinal of the section in the file   same
 * total            int64                sum of the profile's values          self and the totals of the children
 * time             timestamp, ms, UTC   when it was taken                    null
 * duration_nanos   int64                how long; null if unknown            null
 * period           int64                sampling period; null if unknown     null
 * labels           map string, string   the series                           null
 * stacks           binary               packed stack ordinals                null
 * values           binary               packed values                        null
 * profile_id       string               null if it has none                  null
 * spans            binary               packed spans, null if none           null
 * depth            int32                null                                 0 for the root
 * self             int64                null                                 null where no stack ends
 * function         string               null                                 null for the root and without symbols
 * mapping          string               null                                 path of the binary, null if unknown
 * address          int64                null                                 null if the frame has symbols
 * system_name      string               null                                 null if it equals function
 * file             string               null                                 null if unknown
 * line             int32                null                                 null if unknown
 * start_line       int32                null                                 null if unknown
 * build_id         string               null                                 null if unknown
 * inlined          boolean              null                                 null for the root
 * </pre>
 *
 * <p>So plain SQL is right without knowing of kinds as long as it sums {@code self}, and needs one condition for {@code total}:
 *
 * <pre>
 * SELECT function, sum(self) FROM 'blocks/tenant=acme/**&#47;*.parquet'
 *   WHERE profile_type = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' GROUP BY function ORDER BY 2 DESC
 * SELECT date_trunc('minute', time), sum(total) FROM 'blocks/tenant=acme/**&#47;*.parquet'
 *   WHERE profile_type = '...' AND time IS NOT NULL GROUP BY 1 ORDER BY 1
 * </pre>
 *
 * <p>{@code stacks} is {@code { uvarint(ordinal - previous ordinal - 1) }} where the previous ordinal starts at -1 and a stack's
 * ordinal counts the node rows of the section before it whose {@code self} is not null. {@code values} is {@code { zigzag
 * uvarint(value / unit) }}, one for each stack; the unit stands in the section index. {@code spans} is {@code { 8 bytes span
 * id; 16 bytes trace id; uvarint n; n times uvarint(stack ordinal), zigzag uvarint(value / unit) }}. Worked example: with unit
 * 10, {@code stacks} 00 02 00 and {@code values} 02 03 1a say that stack 0 counted 10, stack 3 counted -20, stack 4 130.
 *
 * <p><b>Pages.</b> Data pages of version 2, zstd, with Parquet's own checksums. Strings but profile_id are dictionary ids in
 * every page (a page of nothing but nulls may be plain), flags are runs, all else is plain. service_name, profile_type,
 * section and time have minimum and maximum for row groups and pages.
 *
 * <p><b>Order.</b> A file is one or more runs: a writer that must bound its memory ends a run early. A run is row groups of
 * profile rows, then row groups of node rows, both in the order of their sections: by service_name, profile_type and arrival.
 * Ordinals count on from run to run. A section larger than a row group continues in the next one; a smaller one never does.
 *
 * <p><b>Footer.</b> Key/value metadata, in this order:
 *
 * <pre>
 * flamestream.version         "2"
 * flamestream.tenant          the tenant
 * flamestream.min_time        earliest profile, unix milliseconds
 * flamestream.max_time        latest profile, unix milliseconds
 * flamestream.sources         object keys of the blocks that this one replaces, one a line; empty if none
 * flamestream.sections        base64 of zstd of the section index, see the engine's SectionIndexWriter
 * flamestream.page_checksums  base64 of CRC-32C, little-endian, of each page with its header, in the order of the file
 * flamestream.seal            8 hex digits: length of the tail; 8 hex digits: CRC-32C of the tail
 * </pre>
 *
 * <p>The tail is all that stands behind the last row group: column indexes, offset indexes, footer, its length, the magic. Its
 * checksum is taken with the checksum's own digits as {@code 0}. So every byte that a reader relies on is covered, page
 * headers and footer too, which Parquet's own checksums leave out.
 */
public final class BlockFormat {
    /**
     * The version that this describes. Readers take every one from 1 on and refuse later ones. Version 1 is the same without runs
     * of profiles in the section index.
     */
    public static final int VERSION = 2;

    /** Folder of all blocks below the root. */
    public static final String BLOCKS_FOLDER = "blocks";

    /** Start of a tenant's folder; the tenant follows. */
    public static final String TENANT_FOLDER_PREFIX = "tenant=";

    /** Start of a day's folder; the date in UTC follows as {@code yyyy-mm-dd}. */
    public static final String DATE_FOLDER_PREFIX = "date=";

    /** End of a block's name. */
    public static final String FILE_SUFFIX = ".parquet";

    public static final String SERVICE_NAME = "service_name";
    public static final String PROFILE_TYPE = "profile_type";
    public static final String SECTION = "section";
    public static final String TOTAL = "total";
    public static final String TIME = "time";
    public static final String DURATION_NANOS = "duration_nanos";
    public static final String PERIOD = "period";
    public static final String LABELS = "labels";
    public static final String STACKS = "stacks";
    public static final String VALUES = "values";
    public static final String PROFILE_ID = "profile_id";
    public static final String SPANS = "spans";
    public static final String DEPTH = "depth";
    public static final String SELF = "self";
    public static final String FUNCTION = "function";
    public static final String MAPPING = "mapping";
    public static final String ADDRESS = "address";
    public static final String SYSTEM_NAME = "system_name";
    public static final String FILE = "file";
    public static final String LINE = "line";
    public static final String START_LINE = "start_line";
    public static final String BUILD_ID = "build_id";
    public static final String INLINED = "inlined";

    /** Metadata: the format's version. */
    public static final String METADATA_VERSION = "flamestream.version";

    /** Metadata: the tenant. */
    public static final String METADATA_TENANT = "flamestream.tenant";

    /** Metadata: earliest profile, unix milliseconds. */
    public static final String METADATA_MIN_TIME = "flamestream.min_time";

    /** Metadata: latest profile, unix milliseconds. */
    public static final String METADATA_MAX_TIME = "flamestream.max_time";

    /** Metadata: object keys of the blocks that this one replaces, one a line. */
    public static final String METADATA_SOURCES = "flamestream.sources";

    /** Metadata: the section index. */
    public static final String METADATA_SECTIONS = "flamestream.sections";

    /** Metadata: checksums of all pages. */
    public static final String METADATA_PAGE_CHECKSUMS = "flamestream.page_checksums";

    /** Metadata: length and checksum of the tail. */
    public static final String METADATA_SEAL = "flamestream.seal";

    private BlockFormat() {}
}
