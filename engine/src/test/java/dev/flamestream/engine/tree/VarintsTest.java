package dev.flamestream.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers of every length come back, wherever in an array they stand, and what is no number is found. */
class VarintsTest {
    @Test
    void everyLengthComesBackAtEveryDistanceFromTheEnd() {
        Random random = new Random(7);
        for (int bits = 0; bits <= Long.SIZE; bits++) {
            for (int behind = 0; behind < 12; behind++) {
                long value = bits == 0 ? 0 : random.nextLong() >>> (Long.SIZE - bits) | 1L << (bits - 1);
                byte[] bytes = new byte[Varints.size(value) + behind];
                random.nextBytes(bytes);
                int size = Varints.write(bytes, 0, value);
                Varints.Reader reader = new Varints.Reader(bytes);

                assertThat(reader.next())
                        .as("%d bits, %d bytes behind", bits, behind)
                        .isEqualTo(value);
                assertThat(reader.offset()).isEqualTo(size);
                assertThat(reader.isBroken()).isFalse();
            }
        }
    }

    @Test
    void aLongerFormOfANumberIsTheSameNumber() {
        for (int size = 2; size <= 9; size++) {
            byte[] bytes = new byte[16];
            Arrays.fill(bytes, 0, size - 1, (byte) 0x80);
            bytes[0] = (byte) 0x85;
            Varints.Reader reader = new Varints.Reader(bytes);

            assertThat(reader.next()).as("%d bytes", size).isEqualTo(5);
            assertThat(reader.offset()).isEqualTo(size);
        }
    }

    @Test
    void aNumberThatIsCutOrTooLongBreaksTheReader() {
        for (int size = 1; size <= 16; size++) {
            byte[] bytes = new byte[size];
            Arrays.fill(bytes, (byte) 0xff);
            Varints.Reader reader = new Varints.Reader(bytes);

            assertThat(reader.next()).as("%d bytes", size).isZero();
            assertThat(reader.isBroken()).isTrue();
            assertThat(reader.hasMore()).isFalse();
        }
    }

    @Test
    void aReaderOfAPartStopsWhereThePartEnds() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 0x81);
        bytes[20] = 1;
        Varints.Reader cut = new Varints.Reader(bytes, 16, 20);
        Varints.Reader whole = new Varints.Reader(bytes, 16, 21);

        assertThat(cut.next()).isZero();
        assertThat(cut.isBroken()).isTrue();
        assertThat(whole.next()).isEqualTo(1L | 1L << 7 | 1L << 14 | 1L << 21 | 1L << 28);
        assertThat(whole.hasMore()).isFalse();
    }
}
