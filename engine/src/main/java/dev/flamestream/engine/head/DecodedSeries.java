package dev.flamestream.engine.head;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the series of a log stand after the profiles that were read: what the next difference of each adds to.
 *
 * <p>Profiles in full are looked into when a difference to them comes, so that a log without differences costs nothing. Bounded
 * in memory, however little the log says. Not thread-safe.
 */
final class DecodedSeries {
    /** By series: its last profile. */
    private final List<HeadRow> last = new ArrayList<>();
    /** By series: what its last profile has; null until a difference asks for it. */
    private final List<@Nullable StackValues> sums = new ArrayList<>();

    private final StackValues listed = new StackValues();
    private long sumBytes;
    private long differenceValues;

    /** Takes the next profile of a series, as it was read. */
    void add(HeadRow row, ElementReader reader) throws CorruptHeadException {
        if (row.series == last.size()) {
            last.add(row);
            sums.add(null);
        } else if (row.isDifference) {
            addDifference(row, reader);
            last.set(row.series, row);
        } else {
            sumBytes -= bytesOf(sums.set(row.series, null));
            last.set(row.series, row);
        }
    }

    /** Values of all profiles that were differences, unchanged ones too. */
    long differenceValues() {
        return differenceValues;
    }

    /** Hands the last profile of each series to who goes on with the log. */
    void copyTo(LastRows target) {
        for (int series = 0; series < last.size(); series++) {
            HeadRow row = last.get(series);
            StackValues sum = sums.get(series);
            // What has more values is not kept anyway.
            if (sum == null && row.valueCount() <= HeadLogFormat.MAX_DIFFERENCE_VALUES) {
                row.read(listed);
                sum = listed;
            }
            if (sum != null) {
                target.keep(series, row.types, sum);
            }
        }
    }

    private void addDifference(HeadRow row, ElementReader reader) throws CorruptHeadException {
        HeadRow before = last.get(row.series);
        if (before.types != row.types) {
            throw reader.corrupt("a difference of type set " + row.types + " to one of type set " + before.types);
        }
        StackValues sum = sums.get(row.series);
        demand(
                (sum == null ? before.valueCount() : sum.valueCount()) + row.valueCount(),
                HeadLogFormat.MAX_DIFFERENCE_VALUES,
                "values of a difference and what it adds to",
                reader);
        sumBytes -= bytesOf(sum);
        if (sum == null) {
            sum = new StackValues();
            before.read(sum);
            sums.set(row.series, sum);
        }
        row.read(listed);
        sum.add(listed);
        sumBytes += bytesOf(sum);
        differenceValues += sum.valueCount();
        demand(differenceValues, HeadLogFormat.MAX_ALL_DIFFERENCES_VALUES, "values of all differences", reader);
        demand(sumBytes, HeadLogFormat.MAX_LAST_ROWS_BYTES, "bytes of last profiles", reader);
    }

    private static long bytesOf(@Nullable StackValues sum) {
        return sum == null ? 0 : sum.sizeBytes();
    }

    private static void demand(long found, long max, String what, ElementReader reader) throws CorruptHeadException {
        if (found > max) {
            throw reader.corrupt(found + " " + what + ", expected at most " + max);
        }
    }
}
