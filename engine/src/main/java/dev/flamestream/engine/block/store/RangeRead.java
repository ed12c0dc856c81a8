package dev.flamestream.engine.block.store;

/** A range of a block that is wanted, and the memory that it goes to. Whoever reads it fills all of {@link #bytes}. */
public final class RangeRead {
    private final long offset;
    private final byte[] bytes;

    /** A range of so many bytes at an offset. */
    public RangeRead(long offset, int length) {
        this.offset = offset;
        this.bytes = new byte[length];
    }

    /** Its first byte in the block. */
    public long offset() {
        return offset;
    }

    /** Its bytes, zeros until they were read; shared, not copied. */
    public byte[] bytes() {
        return bytes;
    }
}
