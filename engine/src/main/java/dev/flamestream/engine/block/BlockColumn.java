package dev.flamestream.engine.block;

import dev.flamestream.schemas.block.BlockFormat;
import java.util.Arrays;

/** The leaf columns of a block in the order of the file, which keeps columns that are read together next to each other. */
public enum BlockColumn {
    SERVICE_NAME(BlockFormat.SERVICE_NAME, Rows.BOTH, Coding.STRING),
    PROFILE_TYPE(BlockFormat.PROFILE_TYPE, Rows.BOTH, Coding.STRING),
    SECTION(BlockFormat.SECTION, Rows.BOTH, Coding.INT),
    TOTAL(BlockFormat.TOTAL, Rows.BOTH, Coding.LONG),
    TIME(BlockFormat.TIME, Rows.PROFILES, Coding.LONG),
    DURATION_NANOS(BlockFormat.DURATION_NANOS, Rows.PROFILES, Coding.LONG),
    PERIOD(BlockFormat.PERIOD, Rows.PROFILES, Coding.LONG),
    LABEL_NAME(BlockFormat.LABELS + ".key_value.key", Rows.PROFILES, Coding.STRING),
    LABEL_VALUE(BlockFormat.LABELS + ".key_value.value", Rows.PROFILES, Coding.STRING),
    STACKS(BlockFormat.STACKS, Rows.PROFILES, Coding.BYTES),
    VALUES(BlockFormat.VALUES, Rows.PROFILES, Coding.BYTES),
    PROFILE_ID(BlockFormat.PROFILE_ID, Rows.PROFILES, Coding.BYTES),
    SPANS(BlockFormat.SPANS, Rows.PROFILES, Coding.BYTES),
    DEPTH(BlockFormat.DEPTH, Rows.NODES, Coding.INT),
    SELF(BlockFormat.SELF, Rows.NODES, Coding.LONG),
    FUNCTION(BlockFormat.FUNCTION, Rows.NODES, Coding.STRING),
    MAPPING(BlockFormat.MAPPING, Rows.NODES, Coding.STRING),
    ADDRESS(BlockFormat.ADDRESS, Rows.NODES, Coding.LONG),
    SYSTEM_NAME(BlockFormat.SYSTEM_NAME, Rows.NODES, Coding.STRING),
    FILE(BlockFormat.FILE, Rows.NODES, Coding.STRING),
    LINE(BlockFormat.LINE, Rows.NODES, Coding.INT),
    START_LINE(BlockFormat.START_LINE, Rows.NODES, Coding.INT),
    BUILD_ID(BlockFormat.BUILD_ID, Rows.NODES, Coding.STRING),
    INLINED(BlockFormat.INLINED, Rows.NODES, Coding.FLAG);

    /** Which kind of row has the column. */
    public enum Rows {
        /** Profile rows alone. */
        PROFILES,
        /** Node rows alone. */
        NODES,
        /** Both; such a column is never null. */
        BOTH
    }

    /** How values are laid out in a page. */
    public enum Coding {
        /** Dictionary and ids, without ever falling back to plain text: readers map ids and never meet a string a row. */
        STRING,
        /** 32-bit numbers, little-endian. */
        INT,
        /** 64-bit numbers, little-endian. */
        LONG,
        /** For each value its length in four bytes, little-endian, and its bytes. */
        BYTES,
        /** Runs of bits. */
        FLAG
    }

    private final String path;
    private final Rows rows;
    private final Coding coding;

    BlockColumn(String path, Rows rows, Coding coding) {
        this.path = path;
        this.rows = rows;
        this.coding = coding;
    }

    /** Its place among the columns of the file, from 0. */
    @SuppressWarnings("EnumOrdinal") // The order here is the order of the file, and a test pins it.
    public int index() {
        return ordinal();
    }

    /** The column of a path. */
    public static BlockColumn ofPath(String path) {
        return Arrays.stream(values())
                .filter(column -> column.path.equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column " + path));
    }

    /** Names from the row down to the leaf, joined by dots. */
    public String path() {
        return path;
    }

    /** Which kind of row has it. */
    public Rows rows() {
        return rows;
    }

    /** How its values are laid out. */
    public Coding coding() {
        return coding;
    }

    /** The definition level of a value: 0 where it is required, 2 within the map, else 1. */
    public int maxDefinitionLevel() {
        return isRepeated() ? 2 : rows == Rows.BOTH ? 0 : 1;
    }

    /** Whether a row may have several values. */
    public boolean isRepeated() {
        return this == LABEL_NAME || this == LABEL_VALUE;
    }
}
