package dev.flamestream.query.s3;

/** A range of a block that one request asks for, and the part of an array that it goes to. */
final class RangePart {
    private final long offset;
    private final byte[] target;
    private final int targetOffset;
    private final int length;

    RangePart(long offset, byte[] target, int targetOffset, int length) {
        this.offset = offset;
        this.target = target;
        this.targetOffset = targetOffset;
        this.length = length;
    }

    long offset() {
        return offset;
    }

    byte[] target() {
        return target;
    }

    int targetOffset() {
        return targetOffset;
    }

    int length() {
        return length;
    }

    /** A part of it. */
    RangePart part(int begin, int maxLength) {
        return new RangePart(offset + begin, target, targetOffset + begin, Math.min(maxLength, length - begin));
    }
}
