package dev.flamestream.engine.block.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridRunsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 13, 16, 17, 24, 31})
    void decodesWhatParquetEncodes(int bitWidth) throws IOException {
        Random random = new Random(bitWidth);
        for (int round = 0; round < 20; round++) {
            int[] values = runs(random, bitWidth);
            byte[] encoded = encode(values, bitWidth);
            int[] decoded = new int[values.length];

            boolean isWhole = HybridRuns.decode(encoded, 0, encoded.length, bitWidth, decoded);

            assertThat(isWhole).isTrue();
            assertThat(decoded).as("seed %d, round %d", bitWidth, round).isEqualTo(values);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12})
    void saysWhenBytesEndTooSoon(int bitWidth) throws IOException {
        int[] values = runs(new Random(bitWidth), bitWidth);
        byte[] encoded = encode(values, bitWidth);
        // The encoder pads its last group, which is the one part that may be missing.
        for (int length = 0; length < encoded.length - bitWidth; length++) {
            assertThat(HybridRuns.decode(encoded, 0, length, bitWidth, new int[values.length]))
                    .as("cut at %d", length)
                    .isFalse();
        }
    }

    private static int[] runs(Random random, int bitWidth) {
        int[] values = new int[1 + random.nextInt(2000)];
        int at = 0;
        while (at < values.length) {
            int end = Math.min(values.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 60));
            Arrays.fill(values, at, end, (int) (random.nextLong() & ((1L << bitWidth) - 1)));
            at = end;
        }
        return values;
    }

    private static byte[] encode(int[] values, int bitWidth) throws IOException {
        try (RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(bitWidth, 64, 1 << 20, HeapByteBufferAllocator.getInstance())) {
            for (int value : values) {
                encoder.writeInt(value);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            encoder.toBytes().writeAllTo(bytes);
            return bytes.toByteArray();
        }
    }
}
