package dev.flamestream.engine.block;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages with zstd, in place of Parquet's own codec, which needs Hadoop.
 *
 * <p>Keeps one context from page to page, until it is released. Not thread-safe.
 */
public final class ZstdPages implements BytesInputCompressor {
    /** The level at which the format was measured; 19 wins a few per cent and costs ten times the time. */
    public static final int LEVEL = 3;

    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
        bytes.writeAllTo(raw);
        return BytesInput.from(context.compress(raw.toByteArray()));
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
        context.close();
    }

    /** One zstd frame that says its content's size. */
    public static byte[] compress(byte[] bytes) {
        return Zstd.compress(bytes, LEVEL);
    }
}
