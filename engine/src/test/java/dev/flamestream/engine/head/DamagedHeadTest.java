package dev.flamestream.engine.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.flamestream.engine.block.SectionCheck;
import dev.flamestream.engine.head.DirectoryEvent.Directory;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.engine.tree.Varints;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Whatever is done to a head log, it reads as it should or is called damaged. */
class DamagedHeadTest {
    private static final List<byte[]> LOG = SmallHeadLog.write();

    /** Numbers at which counts, sizes and ordinals go wrong. */
    private static final List<Long> LIES =
            List.of(0L, 1L, 127L, (long) Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1, Long.MAX_VALUE, -1L);

    private static final int LARGE_TYPES = 64;

    @Test
    void everyFlippedByteIsFound() {
        for (int element = 0; element < LOG.size(); element++) {
            for (int at = 0; at < LOG.get(element).length; at++) {
                for (int mask : new int[] {0xff, 1 << at % 8}) {
                    byte[] damaged = LOG.get(element).clone();
                    damaged[at] ^= (byte) mask;
                    expectCorrupt(with(element, damaged), "element " + element + ", byte " + at + " ^ " + mask);
                }
            }
        }
    }

    @Test
    void everyElementThatIsCutOrHasMoreIsFound() {
        for (int element = 0; element < LOG.size(); element++) {
            byte[] good = LOG.get(element);
            for (int length = 0; length < good.length; length++) {
                expectCorrupt(with(element, Arrays.copyOf(good, length)), "element " + element + " cut at " + length);
            }
            expectCorrupt(with(element, Arrays.copyOf(good, good.length + 1)), "element " + element + " and a byte");
        }
    }

    @Test
    void elementsThatAreMissingTwiceOrOutOfOrderAreFound() {
        expectCorrupt(List.of(), "no element");
        for (int element = 0; element < LOG.size(); element++) {
            List<byte[]> twice = new ArrayList<>(LOG);
            twice.add(element, LOG.get(element));
            expectCorrupt(twice, "element " + element + " twice");
            List<byte[]> again = new ArrayList<>(LOG);
            again.add(LOG.get(element));
            expectCorrupt(again, "element " + element + " again at the end");
            if (element < LOG.size() - 1) {
                List<byte[]> missing = new ArrayList<>(LOG);
                missing.remove(element);
                expectCorrupt(missing, "element " + element + " missing");
            }
            for (int other = element + 1; other < LOG.size(); other++) {
                List<byte[]> swapped = new ArrayList<>(LOG);
                Collections.swap(swapped, element, other);
                expectCorrupt(swapped, "elements " + element + " and " + other + " swapped");
            }
        }
    }

    /** A log does not say how long it is: whoever lost its end has what it was before, never a mixture. */
    @Test
    void aLogWithoutItsEndIsTheOneThatItWasThen() throws Exception {
        for (int length = 1; length <= LOG.size(); length++) {
            List<byte[]> before = LOG.subList(0, length);

            HeadSnapshot head = HeadSnapshot.read(before);

            assertThat(head.profileCount()).isEqualTo(length - 1);
            demandSoundSections(head, "first " + length + " elements");
        }
        assertThat(HeadSnapshot.read(LOG.subList(0, 3)).sections()).hasSize(2);
        assertThat(HeadSnapshot.read(LOG).sections()).hasSize(6);
    }

    /** A checksum that is right says nothing about who computed it. */
    @Test
    void forgedElementsNeverLeadAstray() throws IOException {
        for (int element = 0; element < LOG.size(); element++) {
            byte[] good = LOG.get(element);
            for (int at = 0; at < good.length - ElementWriter.CRC_BYTES; at++) {
                String where = "element " + element + ", byte " + at;
                for (int mask = 1; mask < 256; mask = mask < 128 ? mask * 2 : mask + 127) {
                    byte[] forged = good.clone();
                    forged[at] ^= (byte) mask;
                    readForged(element, signed(forged), where + " ^ " + mask);
                }
                for (long lie : LIES) {
                    readForged(element, signed(replaced(good, at, lie)), where + " as " + lie);
                }
                readForged(element, signed(without(good, at)), where + " left out");
            }
        }
    }

    @Test
    void valuesWhoseProductWithTheUnitIsPast64BitsAreFound() throws IOException {
        // Types and series 1; one stack, the first node.
        ElementWriter writer = profile(3, 1, 1, 1, 1, 0);
        writer.put(2);
        writer.put(0);
        writer.putZigzag(Long.MAX_VALUE / 2 + 1);
        writer.put(0);
        writer.put(0);
        List<byte[]> log = with(LOG.subList(0, 3), writer);

        assertThatThrownBy(() -> HeadSnapshot.read(log))
                .isInstanceOf(CorruptHeadException.class)
                .hasMessage("head log of acme/1/2a/600000, element 3: before byte 27: value 4611686018427387904"
                        + " times unit 2 is past 64 bits");
        expectCorrupt(log, "value past 64 bits");
    }

    @Test
    void valuesThatAreSaidToBeThoseOfATypeThatHasNoneAreFound() throws IOException {
        // All values of the first type are 0, and the second says that its own are the first's.
        List<byte[]> log = with(LOG.subList(0, 3), profile(3, 1, 1, 1, 1, 0, 0, 7, 1, 0));

        assertThatThrownBy(() -> HeadSnapshot.read(log))
                .isInstanceOf(CorruptHeadException.class)
                .hasMessageContaining("type 0 has no values of its own");
        expectCorrupt(log, "values of a type without");
    }

    @Test
    void aDifferenceToAProfileOfOtherTypesIsFound() throws IOException {
        // Series 3 had the second type set last; this is a difference of the third.
        List<byte[]> log = with(LOG.subList(0, 9), profile(9, 3, 1, 8, 0, 0, 0, 0, 0, 0));

        assertThatThrownBy(() -> HeadSnapshot.read(log))
                .isInstanceOf(CorruptHeadException.class)
                .hasMessageContaining("a difference of type set 2 to one of type set 1");
        expectCorrupt(log, "difference to other types");
    }

    @Test
    void aDifferenceToMoreValuesThanAProfileMayHaveIsFound() {
        List<byte[]> log = with(with(LOG.subList(0, 1), largeProfile(132_000)), emptyDifference(2));

        assertThatThrownBy(() -> HeadSnapshot.read(log))
                .isInstanceOf(CorruptHeadException.class)
                .hasMessageContaining("8448000 values of a difference and what it adds to, expected at most 8388608");
        expectCorrupt(log, "difference to many values");
    }

    /** Some bytes each, they stand for more than a reader may have memory for. */
    @Test
    void differencesThatStandForMoreValuesThanALogMayHaveAreFound() {
        List<byte[]> log = with(LOG.subList(0, 1), largeProfile(50_000));
        while (log.size() < 23) {
            log = with(log, emptyDifference(log.size()));
        }
        List<byte[]> whole = log;

        assertThatThrownBy(() -> HeadSnapshot.read(whole))
                .isInstanceOf(CorruptHeadException.class)
                .hasMessageContaining("element 22")
                .hasMessageContaining("67200000 values of all differences, expected at most 67108864");
        expectCorrupt(whole, "many differences");
    }

    @Test
    void everyDamageOfADirectoryIsFoundOrHarmless() throws IOException {
        HeadKey key = new HeadKey("acme", 1, 42, 600_000);
        List<byte[]> log =
                new Directory(Map.of(key, Labels.of("service_name", "shop")), 1, 8).toElements(CutPolicy.DEFAULT);
        log.add(DirectoryEvent.closed(key));
        for (int element = 0; element < log.size(); element++) {
            byte[] good = log.get(element);
            for (int at = 0; at < good.length; at++) {
                byte[] flipped = good.clone();
                flipped[at] ^= (byte) 0xff;
                String where = "directory, element " + element + ", byte " + at;
                assertThat(directoryIsRead(log, element, flipped, where))
                        .as(where)
                        .isFalse();
                assertThat(directoryIsRead(log, element, Arrays.copyOf(good, at), where))
                        .as(where)
                        .isFalse();
                if (at < good.length - ElementWriter.CRC_BYTES) {
                    directoryIsRead(log, element, signed(flipped), where + " forged");
                    for (long lie : LIES) {
                        directoryIsRead(log, element, signed(replaced(good, at, lie)), where + " as " + lie);
                    }
                }
            }
        }
    }

    /** A profile that brings no strings, frames and nodes, up to where some numbers end. */
    private static ElementWriter profile(int sequence, int... numbers) {
        ElementWriter writer = new ElementWriter();
        writer.begin(HeadLogFormat.PROFILE);
        writer.put(sequence);
        // Time, duration, period, id, strings, frames, nodes.
        for (int i = 0; i < 7; i++) {
            writer.put(0);
        }
        for (int number : numbers) {
            writer.put(number);
        }
        return writer;
    }

    /** The first of a log: one recursive function of so many stacks, each of value 1 in the first of 64 types. */
    private static ElementWriter largeProfile(int stacks) {
        ElementWriter writer = new ElementWriter();
        writer.begin(HeadLogFormat.PROFILE);
        // Sequence, time, duration, period, id, strings; a frame without anything.
        for (int number : new int[] {1, 0, 0, 0, 0, 0, 1, 0, 0}) {
            writer.put(number);
        }
        writer.put(stacks);
        for (int node = 0; node < stacks; node++) {
            writer.put(1);
            writer.put(0);
        }
        writer.put(0);
        writer.put(LARGE_TYPES);
        for (int string = 0; string < 2 * LARGE_TYPES + 2; string++) {
            writer.put(0);
        }
        // One group, a series without labels.
        for (int number : new int[] {1, 0, 0}) {
            writer.put(number);
        }
        writer.put(stacks);
        for (int stack = 0; stack < stacks; stack++) {
            writer.put(0);
        }
        writer.put(1);
        writer.put(0);
        for (int stack = 0; stack < stacks; stack++) {
            writer.putZigzag(1);
        }
        // The units of the other types, and no spans.
        for (int number = 1; number < LARGE_TYPES + 1; number++) {
            writer.put(0);
        }
        return writer;
    }

    /** Nothing changed since {@link #largeProfile}. */
    private static ElementWriter emptyDifference(int sequence) {
        int[] numbers = new int[4 + LARGE_TYPES + 1];
        System.arraycopy(new int[] {1, 1, 2, 0}, 0, numbers, 0, 4);
        return profile(sequence, numbers);
    }

    private static List<byte[]> with(List<byte[]> log, ElementWriter element) {
        List<byte[]> longer = new ArrayList<>(log);
        longer.add(element.finish());
        return longer;
    }

    private static boolean directoryIsRead(List<byte[]> log, int element, byte[] damaged, String where) {
        List<byte[]> copy = new ArrayList<>(log);
        copy.set(element, damaged);
        try {
            DirectoryEvent.replay(copy);
            return true;
        } catch (CorruptHeadException e) {
            assertThat(e).hasMessageStartingWith("directory, element " + element);
            return false;
        } catch (RuntimeException e) {
            return fail(where, e);
        }
    }

    private static void readForged(int element, byte[] forged, String what) throws IOException {
        List<byte[]> log = with(element, forged);
        try {
            demandSoundSections(HeadSnapshot.read(log), what);
            HeadIndex.replay(log);
        } catch (CorruptHeadException e) {
            assertThat(e).as(what).hasMessageContaining("head log");
        } catch (RuntimeException e) {
            fail(what, e);
        }
    }

    /** What is read may be another truth, but it must be one: rows and tree agree with each other. */
    private static void demandSoundSections(HeadSnapshot head, String what) throws IOException {
        for (Section section : head.sections()) {
            PreOrderTree tree = section.readTree(Section.FrameDetail.FULL);
            ProfileRows rows = section.readProfiles(Section.RowDetail.SAMPLES);
            assertThat(SectionCheck.faultIn(tree, section.summary())).as(what).isEmpty();
            assertThat(SectionCheck.faultIn(rows, section.summary(), tree.stackCount()))
                    .as(what)
                    .isEmpty();
            long total = 0;
            for (int row = 0; row < rows.count(); row++) {
                total = SaturatingMath.add(total, rows.total(row));
            }
            assertThat(SectionCheck.faultInTotal(tree.self(), total)).as(what).isEmpty();
        }
    }

    private static void expectCorrupt(List<byte[]> log, String what) {
        try {
            HeadSnapshot.read(log);
            fail(what + " was read as if nothing had happened");
        } catch (CorruptHeadException e) {
            assertThat(e).as(what).hasMessageContaining("head log");
        } catch (RuntimeException e) {
            fail(what, e);
        }
        try {
            HeadIndex.replay(log);
            fail(what + " was replayed as if nothing had happened");
        } catch (CorruptHeadException e) {
            assertThat(e).as(what).hasMessageContaining("head log");
        } catch (RuntimeException e) {
            fail(what, e);
        }
    }

    private static List<byte[]> with(int element, byte[] bytes) {
        List<byte[]> log = new ArrayList<>(LOG);
        log.set(element, bytes);
        return log;
    }

    /** The element with another number in place of a byte. */
    private static byte[] replaced(byte[] element, int at, long number) {
        byte[] varint = new byte[Varints.MAX_LONG_BYTES];
        int size = Varints.write(varint, 0, number);
        return ByteBuffer.allocate(element.length - 1 + size)
                .put(element, 0, at)
                .put(varint, 0, size)
                .put(element, at + 1, element.length - at - 1)
                .array();
    }

    private static byte[] without(byte[] element, int at) {
        return ByteBuffer.allocate(element.length - 1)
                .put(element, 0, at)
                .put(element, at + 1, element.length - at - 1)
                .array();
    }

    /** The element with the checksum that its bytes ought to have. */
    static byte[] signed(byte[] element) {
        CRC32C crc = new CRC32C();
        int end = element.length - ElementWriter.CRC_BYTES;
        crc.update(element, 0, end);
        ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN).putInt(end, (int) crc.getValue());
        return element;
    }
}
