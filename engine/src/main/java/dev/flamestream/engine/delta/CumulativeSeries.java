package dev.flamestream.engine.delta;

import dev.flamestream.schemas.record.Labels;
import java.util.Arrays;
import java.util.List;

/**
 * The newest values of one cumulative series: by stack, what each cumulative type counted since the process began.
 *
 * <p>Rebuilt from its log by {@link #replay}. Never larger than the profile that it was last taken from: a stack that is gone means
 * that the process began anew, and then the others are forgotten too. Not thread-safe.
 */
public final class CumulativeSeries {
    /** One in so many elements of a log is a base, at least, so that reading it is a few steps. */
    static final int MAX_CHANGES = 64;

    /** Changes may take as much as the base before that is written anew, and always this much. */
    private static final int MIN_CHANGE_BYTES = 4 << 10;

    private final Labels labels;
    private final List<Type> types;
    private long timeMillis;
    private long appendMillis;
    private int stackCount;
    private long[] high = new long[16];
    private long[] low = new long[16];
    private long[] values;
    /** Stack + 1, 0 is free; twice as many as there is room for stacks. */
    private int[] slots = new int[32];

    private long baseBytes;
    private long changeBytes;
    private int changeCount;

    CumulativeSeries(Labels labels, List<Type> types) {
        this.labels = labels;
        this.types = List.copyOf(types);
        this.values = new long[high.length * types.size()];
    }

    /** A sample type. */
    record Type(String name, String unit) {}

    /** Rebuilds a series from the elements of its log, of which there is at least one. */
    public static CumulativeSeries replay(List<byte[]> elements) throws CorruptDeltaException {
        CumulativeSeries series = new DeltaElementReader(0, elements.get(0)).base();
        for (int i = 1; i < elements.size(); i++) {
            new DeltaElementReader(i, elements.get(i)).changeTo(series);
        }
        return series;
    }

    /** The series' labels. */
    public Labels labels() {
        return labels;
    }

    List<Type> types() {
        return types;
    }

    /** When the profile was taken that the values are of, unix milliseconds. */
    public long timeMillis() {
        return timeMillis;
    }

    /** When that profile was appended to Kafka, unix milliseconds. */
    public long appendMillis() {
        return appendMillis;
    }

    /** Bytes of memory held, to within a few; labels are counted as a kilobyte. */
    public long sizeBytes() {
        return 1024 + 8L * (high.length + low.length + values.length) + 4L * slots.length;
    }

    int stackCount() {
        return stackCount;
    }

    long high(int stack) {
        return high[stack];
    }

    long low(int stack) {
        return low[stack];
    }

    long value(int stack, int type) {
        return values[stack * types.size() + type];
    }

    void setValue(int stack, int type, long value) {
        values[stack * types.size() + type] = value;
    }

    /** Whether a stack's values are those that another array has in its place. */
    boolean hasValues(int stack, long[] others) {
        int from = stack * types.size();
        int to = from + types.size();
        return Arrays.equals(values, from, to, others, from, to);
    }

    long[] copyOfValues() {
        return Arrays.copyOf(values, stackCount * types.size());
    }

    void seen(long newTimeMillis, long newAppendMillis) {
        timeMillis = newTimeMillis;
        appendMillis = newAppendMillis;
    }

    /** The number of a stack, -1 if it is not known. */
    int find(long wantedHigh, long wantedLow) {
        int slot = slot(wantedHigh);
        while (slots[slot] != 0) {
            int stack = slots[slot] - 1;
            if (high[stack] == wantedHigh && low[stack] == wantedLow) {
                return stack;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    /** Adds a stack that is not known, with zeros. */
    int add(long newHigh, long newLow) {
        if (stackCount == high.length) {
            grow();
        }
        high[stackCount] = newHigh;
        low[stackCount] = newLow;
        slots[freeSlot(newHigh)] = ++stackCount;
        return stackCount - 1;
    }

    /** The log is one element of this size now. */
    void noteBase(int elementBytes) {
        baseBytes = elementBytes;
        changeBytes = 0;
        changeCount = 0;
    }

    void noteChange(int elementBytes) {
        changeBytes += elementBytes;
        changeCount++;
    }

    /** Whether a change of this size is one too many, so that the log should begin anew. */
    boolean isLongWith(int elementBytes) {
        return changeCount + 1 >= MAX_CHANGES || changeBytes + elementBytes > Math.max(baseBytes, MIN_CHANGE_BYTES);
    }

    private void grow() {
        high = Arrays.copyOf(high, high.length * 2);
        low = Arrays.copyOf(low, low.length * 2);
        values = Arrays.copyOf(values, values.length * 2);
        slots = new int[slots.length * 2];
        for (int stack = 0; stack < stackCount; stack++) {
            slots[freeSlot(high[stack])] = stack + 1;
        }
    }

    private int freeSlot(long ofHigh) {
        int slot = slot(ofHigh);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int slot(long ofHigh) {
        return (int) (ofHigh >>> 32) & (slots.length - 1);
    }
}
