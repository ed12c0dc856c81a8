package dev.flamestream.engine.head;

/**
 * From the hash of something in a profile to its number in the head: a stack or location that is known costs one look-up, however
 * deep it is and however long its names are.
 *
 * <p>A cache: what is missing is found the long way. It is empty after a replay and fills as profiles come. Not thread-safe.
 */
final class ContentIndex {
    private int count;
    private long[] high = new long[128];
    private long[] low = new long[128];
    /** Number + 1, 0 is free. */
    private int[] number = new int[128];

    long sizeBytes() {
        return 20L * high.length;
    }

    /** The number of a hash, -1 if it is not known. */
    int find(long wantedHigh, long wantedLow) {
        int slot = slot(wantedLow, high.length);
        while (number[slot] != 0) {
            if (high[slot] == wantedHigh && low[slot] == wantedLow) {
                return number[slot] - 1;
            }
            slot = (slot + 1) & (high.length - 1);
        }
        return -1;
    }

    /** Remembers the number of a hash that is not known yet. */
    void put(long wantedHigh, long wantedLow, int itsNumber) {
        int slot = freeSlot(wantedLow);
        high[slot] = wantedHigh;
        low[slot] = wantedLow;
        number[slot] = itsNumber + 1;
        if (++count * 2 > high.length) {
            grow();
        }
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldNumber = number;
        high = new long[oldHigh.length * 2];
        low = new long[oldHigh.length * 2];
        number = new int[oldHigh.length * 2];
        for (int i = 0; i < oldNumber.length; i++) {
            if (oldNumber[i] != 0) {
                int slot = freeSlot(oldLow[i]);
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                number[slot] = oldNumber[i];
            }
        }
    }

    private int freeSlot(long wantedLow) {
        int slot = slot(wantedLow, high.length);
        while (number[slot] != 0) {
            slot = (slot + 1) & (high.length - 1);
        }
        return slot;
    }

    private static int slot(long wantedLow, int size) {
        return (int) (wantedLow >>> 32) & (size - 1);
    }
}
