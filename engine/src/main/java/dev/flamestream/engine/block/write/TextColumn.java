package dev.flamestream.engine.block.write;

import dev.flamestream.engine.block.BlockColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.api.Binary;

/** Ids of a dictionary. Texts are given by their numbers elsewhere; each is looked at once. */
final class TextColumn extends NodeColumn {
    private static final ByteBufferAllocator HEAP = HeapByteBufferAllocator.getInstance();
    private static final int SLAB_BYTES = 1024;
    private static final int PAGE_BYTES = 1 << 20;

    /** No bound in practice: the raw bytes of a row group are bounded. */
    private static final int DICTIONARY_BYTES = 1 << 30;

    private final IntFunction<byte[]> textOf;
    private final boolean isPruned;
    /** By number: the id + 1, 0 for a text that is not in the dictionary. */
    private int[] idOf = new int[256];
    /** By id. */
    private Binary[] texts = new Binary[64];

    private int textCount;
    private int[] ids = new int[1024];
    private int count;

    /** @param textOf the UTF-8 of a text's number */
    TextColumn(BlockColumn column, PageWriter pages, IntFunction<byte[]> textOf) {
        super(column, pages);
        this.textOf = textOf;
        this.isPruned = RowGroups.isPrunedBy(column);
    }

    @Override
    void add(long value) {
        int number = (int) value;
        if (number >= idOf.length) {
            idOf = Arrays.copyOf(idOf, Math.max(number + 1, idOf.length * 2));
        }
        if (idOf[number] == 0) {
            if (textCount == texts.length) {
                texts = Arrays.copyOf(texts, textCount * 2);
            }
            texts[textCount++] = Binary.fromConstantByteArray(textOf.apply(number));
            idOf[number] = textCount;
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, count * 2);
        }
        ids[count++] = idOf[number] - 1;
    }

    /**
     * A page in which every value is null before the first one that is not says so as plain: without a dictionary page an id page is
     * unreadable for others, even if it holds no id.
     */
    @Override
    Encoding encoding() {
        return textCount == 0 ? Encoding.PLAIN : Encoding.RLE_DICTIONARY;
    }

    @Override
    BytesInput values() throws IOException {
        if (textCount == 0) {
            return BytesInput.empty();
        }
        int bits = BytesUtils.getWidthFromMaxInt(textCount - 1);
        ByteArrayOutputStream page = new ByteArrayOutputStream(count + SLAB_BYTES);
        page.write(bits);
        try (RunLengthBitPackingHybridEncoder runs =
                new RunLengthBitPackingHybridEncoder(bits, SLAB_BYTES, PAGE_BYTES, HEAP)) {
            for (int i = 0; i < count; i++) {
                runs.writeInt(ids[i]);
            }
            runs.toBytes().writeAllTo(page);
        }
        return BytesInput.from(page);
    }

    @Override
    void beginPage() {
        count = 0;
    }

    @Override
    void addTo(Statistics<?> statistics) {
        if (!isPruned) {
            return;
        }
        int last = -1;
        for (int i = 0; i < count; i++) {
            // The rows of a section stand together.
            if (ids[i] != last) {
                last = ids[i];
                statistics.updateStats(texts[last]);
            }
        }
    }

    @Override
    void endChunk() throws IOException {
        if (textCount == 0) {
            return;
        }
        try (PlainValuesWriter dictionary = new PlainValuesWriter(SLAB_BYTES, DICTIONARY_BYTES, HEAP)) {
            for (int id = 0; id < textCount; id++) {
                dictionary.writeBytes(texts[id]);
            }
            pages.writeDictionaryPage(new DictionaryPage(dictionary.getBytes(), textCount, Encoding.PLAIN));
        }
    }
}
