package dev.flamestream.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.tree.Varints;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a profile is written as the difference to the last one of its series, and what is read then. */
class DifferencesTest {
    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "memory");
    private static final int STACKS = 200;

    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private final HeadAppender appender = new HeadAppender(ProfileLimits.DEFAULT);
    private final List<byte[]> log = new ArrayList<>();
    private HeadIndex head = HeadIndex.open(new HeadKey("acme", 1, 42, 0), new UUID(1, 2), LABELS);

    DifferencesTest() {
        log.add(head.header());
    }

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void aProfileCostsWhatChangedSinceTheLastOfItsSeries() throws IOException {
        long[] values = heap();
        append(values, LABELS, 1);
        values[7] += 300;
        values[150] = 0;
        append(values, LABELS, 2);
        append(values, LABELS, 3);

        assertThat(log.get(2)).hasSizeLessThan(40);
        assertThat(log.get(3)).hasSizeLessThan(25);
        assertThat(head.differenceValues()).isEqualTo(2 * (STACKS - 1));
        assertThat(values(0)).containsExactly(heap());
        assertThat(values(1)).containsExactly(values);
        assertThat(values(2)).containsExactly(values);
    }

    @Test
    void differencesPastTheEndsOf64BitsAreExact() throws IOException {
        long[] values = heap();
        values[0] = Long.MIN_VALUE;
        values[1] = Long.MAX_VALUE;
        values[2] = -5;
        append(values, LABELS, 1);
        values[0] = Long.MAX_VALUE;
        values[1] = Long.MIN_VALUE;
        values[2] = Long.MIN_VALUE;
        append(values, LABELS, 2);

        assertThat(head.differenceValues()).isPositive();
        assertThat(values(1)).containsExactly(values);
    }

    @Test
    void stacksThatAreGoneComeBack() throws IOException {
        long[] values = heap();
        append(values, LABELS, 1);
        values[3] = 0;
        values[199] = 0;
        append(values, LABELS, 2);
        values[3] = 1;
        append(values, LABELS, 3);

        assertThat(head.differenceValues()).isEqualTo(198 + 199);
        assertThat(values(1)).containsExactly(heap(3, 199));
        assertThat(values(2)).containsExactly(values);
    }

    /** What lies between two profiles of a series is none of its own. */
    @Test
    void eachSeriesHasItsOwnLastProfile() throws IOException {
        long[] other = new long[STACKS];
        other[5] = 1;
        append(heap(), LABELS, 1);
        append(other, LABELS.with("pod", "2"), 1);
        append(heap(9), LABELS, 2);
        append(other, LABELS.with("pod", "2"), 2);

        assertThat(log.get(3)).hasSizeLessThan(40);
        assertThat(values(0)).containsExactly(heap());
        assertThat(values(1)).containsExactly(heap(9));
        assertThat(values(3)).containsExactly(other);
    }

    @Test
    void aLogThatEarlierVersionsBeganGoesOnWithDifferences() throws Exception {
        append(heap(), LABELS, 1);
        for (int element = 0; element < 2; element++) {
            byte[] old = log.get(element).clone();
            // The first group of a series is as it was in version 2.
            old[1] = 2;
            log.set(element, DamagedHeadTest.signed(old));
        }

        head = HeadIndex.replay(log);
        append(heap(50), LABELS, 2);

        assertThat(log.get(2)).hasSizeLessThan(40);
        assertThat(values(0)).containsExactly(heap());
        assertThat(values(1)).containsExactly(heap(50));
    }

    @Test
    void aProfileOfOtherTypesIsWrittenInFull() throws IOException {
        append(heap(), LABELS, 1);
        byte[] pair = append(pair(), LABELS, 2);
        append(heap(), LABELS, 3);
        byte[] again = append(pair(), LABELS, 4);

        assertThat(head.differenceValues()).isZero();
        assertThat(again.length).isGreaterThan(STACKS).isLessThan(pair.length);
        assertThat(values(1)).containsExactly(heap());
    }

    @Test
    void aProfileWithSpansIsWrittenInFull() throws IOException {
        append(heap(), LABELS, 1);
        PprofFile file = file(heap()).sample("f0", Map.of("span_id", "00000000000000ff"), 5);
        append(file, LABELS, 2);

        assertThat(head.differenceValues()).isZero();
        assertThat(rows().spans(1)).hasSize(24 + 3);
    }

    /** Of a profile of which everything changed the difference is larger. */
    @Test
    void whatTakesFewerBytesIsWritten() {
        long[] values = heap();
        byte[] first = append(values, LABELS, 1);
        for (int i = 0; i < STACKS; i++) {
            values[i] += i % 3 == 0 ? 0 : (1L << 40) + 7L * i * i;
        }
        append(values, LABELS, 2);
        assertThat(head.differenceValues()).isPositive();

        byte[] small = append(heap(), LABELS, 3);

        assertThat(head.differenceValues()).isEqualTo(STACKS);
        assertThat(small).hasSizeLessThan(first.length);
    }

    @Test
    void noMoreIsKeptOfLastProfilesThanTheirBound() {
        LastRows rows = new LastRows(10_000);
        StackValues row = new StackValues();
        row.begin(4, 100);
        row.count = 100;

        for (int series = 0; series < 10; series++) {
            rows.keep(series, 0, row);
        }

        assertThat(rows.sizeBytes()).isBetween(7_500L, 10_000L);
        assertThat(rows.find(0, 0, row)).isTrue();
        assertThat(rows.find(0, 1, row)).isFalse();
        assertThat(rows.find(9, 0, row)).isFalse();
        rows.forget(0);
        assertThat(rows.keep(9, 0, row)).isTrue();
        assertThat(rows.find(9, 0, row)).isTrue();
    }

    @Test
    void keptRowsAreWhatTheyWereHoweverWideTheirValuesAre() {
        StackValues row = new StackValues();
        row.begin(3, 4);
        row.count = 4;
        System.arraycopy(new int[] {1, 5, 6, 9}, 0, row.nodes, 0, 4);
        long[] narrow = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE};
        long[] wide = {Long.MIN_VALUE, -1, Integer.MAX_VALUE + 1L, Long.MAX_VALUE};
        long[] barely = {1, 2, 3, Integer.MIN_VALUE - 1L};
        System.arraycopy(narrow, 0, row.values[0], 0, 4);
        System.arraycopy(wide, 0, row.values[1], 0, 4);
        System.arraycopy(barely, 0, row.values[2], 0, 4);
        KeptRow kept = new KeptRow();
        kept.keep(row);

        StackValues copy = new StackValues();
        kept.copyTo(copy);

        assertThat(kept.sizeBytes()).isEqualTo(4 * (2 + 4 + 3 + 4 + 8 + 8));
        assertThat(copy.typeCount()).isEqualTo(3);
        assertThat(copy.count).isEqualTo(4);
        assertThat(copy.nodes).startsWith(1, 5, 6, 9);
        assertThat(copy.values[0]).startsWith(narrow);
        assertThat(copy.values[1]).startsWith(wide);
        assertThat(copy.values[2]).startsWith(barely);
    }

    @Test
    void aLogIsCutBeforeItsDifferencesStandForMoreThanAReaderHolds() {
        CutPolicy policy = CutPolicy.DEFAULT;
        head.noteDifference(policy.hardLogBytes() / 2 - 1);
        assertThat(policy.isFull(head)).isFalse();
        head.noteDifference(1);
        assertThat(policy.isFull(head)).isTrue();
        head.noteDifference(policy.hardLogBytes() / 2 - 1);
        assertThat(policy.isOverfull(head)).isFalse();
        head.noteDifference(1);
        assertThat(policy.isOverfull(head)).isTrue();
        assertThat(policy.hardLogBytes() + HeadLogFormat.MAX_DIFFERENCE_VALUES)
                .as("what a log may grow to until it is cut, and one more profile")
                .isLessThan(HeadLogFormat.MAX_ALL_DIFFERENCES_VALUES);
    }

    /** Values of {@link #STACKS} stacks, but for some that are 0. */
    private static long[] heap(int... gone) {
        long[] values = new long[STACKS];
        for (int i = 0; i < STACKS; i++) {
            values[i] = 1_000L + i;
        }
        for (int stack : gone) {
            values[stack] = 0;
        }
        return values;
    }

    private static PprofFile file(long[] values) {
        PprofFile file = PprofFile.of("inuse_space/bytes");
        for (int i = 0; i < STACKS; i++) {
            file.sample("f" + i, values[i]);
        }
        return file;
    }

    /** Each sample of two types. */
    private static PprofFile pair() {
        PprofFile file = PprofFile.of("other/count", "another/bytes");
        for (int i = 0; i < STACKS; i++) {
            file.sample("f" + i, 1_000L + i, 7);
        }
        return file;
    }

    private byte[] append(long[] values, Labels labels, long timeMillis) {
        return append(file(values), labels, timeMillis);
    }

    private byte[] append(PprofFile file, Labels labels, long timeMillis) {
        FlatProfile profile = ((Decoded.Accepted) decoder.decode(file.gzip())).profile();
        Arrival arrival = new Arrival(labels, timeMillis, "");
        assertThat(appender.check(profile, arrival)).isEmpty();
        byte[] element = appender.append(head, profile, arrival);
        log.add(element);
        return element;
    }

    private ProfileRows rows() throws IOException {
        return HeadSnapshot.read(log).sections().get(0).readProfiles(RowDetail.SAMPLES);
    }

    /** The values that a row of the first section has, by number of the stack. */
    private long[] values(int row) throws IOException {
        Section section = HeadSnapshot.read(log).sections().get(0);
        ProfileRows rows = section.readProfiles(RowDetail.SAMPLES);
        List<Integer> stackOfOrdinal = stacks(section);
        long[] values = new long[STACKS];
        Varints.Reader stacks = new Varints.Reader(rows.stacks(row));
        Varints.Reader packed = new Varints.Reader(rows.values(row));
        int ordinal = -1;
        while (stacks.hasMore()) {
            ordinal += 1 + (int) stacks.next();
            values[stackOfOrdinal.get(ordinal)] =
                    Varints.unzigzag(packed.next()) * section.summary().unit();
        }
        return values;
    }

    private static List<Integer> stacks(Section section) throws IOException {
        PreOrderTree tree = section.readTree(Section.FrameDetail.NAME);
        List<Integer> stacks = new ArrayList<>();
        for (int node = 0; node < tree.count(); node++) {
            if (tree.endsStack()[node]) {
                String name = tree.frames().get(tree.frame()[node]).function();
                stacks.add(Integer.parseInt(name.substring(1)));
            }
        }
        return stacks;
    }
}
