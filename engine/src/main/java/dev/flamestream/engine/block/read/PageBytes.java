package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.CorruptBlockException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

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

    /** The page as a stream. */
    ByteArrayInputStream stream() {
        return new ByteArrayInputStream(array, begin, end - begin);
    }

    /** Reads the header; where it ends is told by how much the stream has available then. */
    static PageHeader header(String objectKey, String where, ByteArrayInputStream page) throws CorruptBlockException {
        try {
            return Util.readPageHeader(page);
        } catch (IOException | RuntimeException e) {
            // No I/O happens here: Thrift answers nonsense with exceptions of both kinds.
            throw new CorruptBlockException(objectKey, where, e);
        }
    }
}
