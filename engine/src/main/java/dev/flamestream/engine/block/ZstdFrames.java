package dev.flamestream.engine.block;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Opens zstd frames without trusting the size that they claim. */
public final class ZstdFrames {
    /**
     * Contexts that wait for their next frame, at most as many as can be busy. To make one for each page took half of the time of
     * small pages, and a fifth of larger ones.
     */
    private static final BlockingQueue<ZstdDecompressCtx> IDLE =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    private ZstdFrames() {}

    /** The content of a frame that says its size, which must not be above a bound. */
    public static byte[] decompress(String objectKey, String where, byte[] frame, int maxBytes)
            throws CorruptBlockException {
        long size = Zstd.getFrameContentSize(frame);
        if (size < 0 || size > maxBytes) {
            throw new CorruptBlockException(
                    objectKey, where, "expected a zstd frame of 0 to " + maxBytes + " bytes, found " + size);
        }
        return decompressExactly(objectKey, where, frame, 0, frame.length, (int) size);
    }

    /** The content of the frame in a part of an array, of which the size is known. */
    public static byte[] decompressExactly(
            String objectKey, String where, byte[] source, int offset, int length, int contentBytes)
            throws CorruptBlockException {
        if (contentBytes == 0) {
            return new byte[0];
        }
        byte[] content = new byte[contentBytes];
        ZstdDecompressCtx idle = IDLE.poll();
        ZstdDecompressCtx context = idle == null ? new ZstdDecompressCtx() : idle;
        try {
            int found = context.decompressByteArray(content, 0, contentBytes, source, offset, length);
            if (found == contentBytes) {
                return content;
            }
            throw new CorruptBlockException(
                    objectKey, where, "expected a zstd frame of " + contentBytes + " bytes, found " + found);
        } catch (ZstdException e) {
            throw new CorruptBlockException(objectKey, where, e);
        } finally {
            if (!IDLE.offer(context)) {
                context.close();
            }
        }
    }
}
