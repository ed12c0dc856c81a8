package dev.flamestream.engine.block.read;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.ZstdFrames;
import dev.flamestream.engine.tree.StringTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;

/** The texts of one column of one row group, by id. A text is made into something only once it is asked for. */
final class TextDictionary {
    private static final int UNKNOWN = -1;

    private final byte[] bytes;
    /** Entry i is where text i begins, behind its length. */
    private final int[] begin;

    private final int[] length;
    private final int[] interned;

    private TextDictionary(byte[] bytes, int[] begin, int[] length) {
        this.bytes = bytes;
        this.begin = begin;
        this.length = length;
        this.interned = new int[begin.length];
        Arrays.fill(interned, UNKNOWN);
    }

    /** A dictionary of nothing, for a column that is all null. */
    static TextDictionary empty() {
        return new TextDictionary(new byte[0], new int[0], new int[0]);
    }

    /** Opens a dictionary page: for each text its length in four bytes, little-endian, and its bytes. */
    static TextDictionary open(String objectKey, BlockColumn column, PageBytes page) throws IOException {
        String where = "dictionary of column " + column.path();
        ByteArrayInputStream in = page.stream();
        PageHeader header = PageBytes.header(objectKey, where, in);
        if (!header.isSetDictionary_page_header()
                || header.getDictionary_page_header().getEncoding() != Encoding.PLAIN
                || header.getCompressed_page_size() != in.available()
                || header.getUncompressed_page_size() < 0
                || header.getUncompressed_page_size() > DataPage.MAX_BYTES) {
            throw new CorruptBlockException(
                    objectKey, where, "expected a plain page of " + in.available() + " bytes, found " + header);
        }
        byte[] texts = ZstdFrames.decompressExactly(
                objectKey,
                where,
                page.array(),
                page.end() - in.available(),
                in.available(),
                header.getUncompressed_page_size());
        int count = header.getDictionary_page_header().getNum_values();
        if (count < 0 || count > texts.length / Integer.BYTES) {
            throw new CorruptBlockException(objectKey, where, count + " texts in " + texts.length + " bytes");
        }
        return index(objectKey, where, texts, count);
    }

    private static TextDictionary index(String objectKey, String where, byte[] texts, int count)
            throws CorruptBlockException {
        ByteBuffer in = ByteBuffer.wrap(texts).order(ByteOrder.LITTLE_ENDIAN);
        int[] begin = new int[count];
        int[] length = new int[count];
        for (int id = 0; id < count; id++) {
            int bytes = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (bytes < 0 || bytes > in.remaining()) {
                throw new CorruptBlockException(
                        objectKey, where, "text " + id + " of " + count + " is not within " + texts.length + " bytes");
            }
            begin[id] = in.position();
            length[id] = bytes;
            in.position(in.position() + bytes);
        }
        return new TextDictionary(texts, begin, length);
    }

    /** Number of texts. */
    int count() {
        return begin.length;
    }

    /** Makes room for all texts in a table. */
    void reserve(StringTable strings) {
        strings.reserve(count(), bytes.length);
    }

    /** The id of a text in a table, which must be the same at each call. The text of id -1 is empty. */
    int intern(int id, StringTable strings) {
        if (id < 0) {
            return StringTable.EMPTY;
        }
        if (interned[id] == UNKNOWN) {
            interned[id] = strings.intern(bytes, begin[id], length[id]);
        }
        return interned[id];
    }

    /** A text. Allocates. */
    String get(int id) {
        return new String(bytes, begin[id], length[id], StandardCharsets.UTF_8);
    }
}
