package dev.flamestream.engine.block.read;

import java.io.ByteArrayInputStream;

/** One page as it is stored, header first: a part of an array that other pages share. */
final class PageBytes {
    private final byte[] array;
    private final int begin;
    private final int end;

    PageBytes(byte[] array, int begin, int end) {
        this.array = array;
        this.begin = begin;
        this.end = end;
    }

    byte[] array() {
        return array;
    }

    /** Where the page ends in the array. */
    int end() {
        return end;
    }

    /** The page as a stream; where the header ends is told by how much is available then. */
    ByteArrayInputStream stream() {
        return new ByteArrayInputStream(array, begin, end - begin);
    }
}
