package dev.flamestream.engine.head;

/**
 * The samples of a profile, kept until the next one of its series comes. Values of a type take four bytes each where all of them
 * are small, which halves the memory of a heap profile. Not thread-safe.
 */
final class KeptRow {
    /** Stack and type count, the nodes, then for each type whether its values are wide, and these: one int or two each. */
    private int[] numbers = {};

    long sizeBytes() {
        return (long) Integer.BYTES * numbers.length;
    }

    /** Becomes a copy of a profile's samples. */
    void keep(StackValues row) {
        long size = 2L + row.count + row.typeCount();
        for (int type = 0; type < row.typeCount(); type++) {
            size += isWide(row, type) ? 2L * row.count : row.count;
        }
        if (numbers.length < size) {
            // Some room to spare, since most series grow by a stack now and then.
            numbers = new int[Math.toIntExact(size + row.count / 8)];
        }
        numbers[0] = row.count;
        numbers[1] = row.typeCount();
        System.arraycopy(row.nodes, 0, numbers, 2, row.count);
        int at = 2 + row.count;
        for (int type = 0; type < row.typeCount(); type++) {
            at = isWide(row, type) ? keepWide(row, type, at) : keepNarrow(row, type, at);
        }
    }

    private static boolean isWide(StackValues row, int type) {
        long[] values = row.values[type];
        long past = 0;
        for (int i = 0; i < row.count; i++) {
            past |= values[i] ^ (int) values[i];
        }
        return past != 0;
    }

    private int keepWide(StackValues row, int type, int from) {
        int at = from;
        numbers[at++] = 1;
        for (int i = 0; i < row.count; i++) {
            numbers[at++] = (int) (row.values[type][i] >>> Integer.SIZE);
            numbers[at++] = (int) row.values[type][i];
        }
        return at;
    }

    private int keepNarrow(StackValues row, int type, int from) {
        int at = from;
        numbers[at++] = 0;
        for (int i = 0; i < row.count; i++) {
            numbers[at++] = (int) row.values[type][i];
        }
        return at;
    }

    /** Copies the samples back. */
    void copyTo(StackValues row) {
        int count = numbers[0];
        row.begin(numbers[1], count);
        row.count = count;
        System.arraycopy(numbers, 2, row.nodes, 0, count);
        int at = 2 + count;
        for (int type = 0; type < numbers[1]; type++) {
            boolean isWide = numbers[at++] != 0;
            long[] values = row.values[type];
            for (int i = 0; i < count; i++) {
                values[i] = isWide
                        ? (long) numbers[at + 2 * i] << Integer.SIZE | (numbers[at + 2 * i + 1] & 0xffffffffL)
                        : numbers[at + i];
            }
            at += isWide ? 2 * count : count;
        }
    }
}
