package dev.flamestream.engine.block.read;

import dev.flamestream.schemas.record.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The label sets of some rows as dictionary ids: tells which rows have the same without looking at text. */
final class LabelSets {
    private final IdLists names;
    private final IdLists values;
    /** Open addressing; a slot holds row + 1, 0 is free. */
    private int[] slots = new int[16];

    private int distinct;
    /** What was last found; -1 at first. */
    private int last = -1;

    LabelSets(IdLists names, IdLists values) {
        this.names = names;
        this.values = values;
    }

    /** The first row that was asked for and has the same labels; the row itself if it is the first. */
    int firstRowLike(int row) {
        // Rows stand series after series: mostly it is the one asked for before.
        if (last < 0 || !isSameLabels(last, row)) {
            last = findOrAdd(row);
        }
        return last;
    }

    private int findOrAdd(int row) {
        int slot = find(row);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        slots[slot] = row + 1;
        if (++distinct * 2 > slots.length) {
            grow();
        }
        return row;
    }

    /** Whether a row has as many names as values. */
    boolean isPaired(int row) {
        return names.end(row) - names.begin(row) == values.end(row) - values.begin(row);
    }

    /** The labels of a row, which must be paired, spelled out. */
    Labels labels(int row, TextDictionary nameTexts, TextDictionary valueTexts) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < names.end(row) - names.begin(row); i++) {
            labels.put(
                    nameTexts.get(names.ids()[names.begin(row) + i]),
                    valueTexts.get(values.ids()[values.begin(row) + i]));
        }
        return Labels.of(labels);
    }

    private int find(int row) {
        int slot = hash(row) & (slots.length - 1);
        while (slots[slot] != 0 && !isSameLabels(slots[slot] - 1, row)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int hash(int row) {
        int hash = 0;
        for (int i = values.begin(row); i < values.end(row); i++) {
            hash = (hash ^ values.ids()[i]) * 0x9E3779B1;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private boolean isSameLabels(int a, int b) {
        return isSame(names, a, b) && isSame(values, a, b);
    }

    private static boolean isSame(IdLists lists, int a, int b) {
        return Arrays.equals(lists.ids(), lists.begin(a), lists.end(a), lists.ids(), lists.begin(b), lists.end(b));
    }

    private void grow() {
        int[] old = slots;
        slots = new int[old.length * 2];
        for (int held : old) {
            if (held != 0) {
                slots[find(held - 1)] = held;
            }
        }
    }
}
