package dev.flamestream.engine.block;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses pages with zstd, in place of Parquet's own codec, which needs Hadoop. */
public final class ZstdPages implements BytesInputCompressor {
    /** The level at which the format was measured; 19 wins a few per cent and costs ten times the time. */
    public static final int LEVEL = 3;

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
        bytes.writeAllTo(raw);
        return BytesInput.from(compress(raw.toByteArray()));
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {}

    /** One zstd frame that says its content's size. */
    public static byte[] compress(byte[] bytes) {
        return Zstd.compress(bytes, LEVEL);
    }
}
