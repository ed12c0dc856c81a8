package dev.flamestream.engine.profile;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ids of a profile's locations, functions or mappings, and the index that each stands at.
 *
 * <p>Almost every profiler numbers them 1, 2, 3, ..., where the index is the id less one and no table is needed.
 */
final class IdIndex {
    /** Drawn anew by each process, so that nobody can write a profile whose ids all fall into one slot. */
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private final String kind;
    private final LongColumn ids = new LongColumn();
    private boolean consecutive;
    /** Open addressing; a slot holds index + 1, 0 is free. */
    private int[] slots = new int[16];

    IdIndex(String kind) {
        this.kind = kind;
    }

    void clear() {
        ids.clear();
    }

    void add(long id) {
        ids.add(id);
    }

    /** Call once all ids are known and before the first look-up. */
    void seal() throws RefusedException {
        consecutive = true;
        for (int index = 0; index < ids.size(); index++) {
            long id = ids.get(index);
            if (id == 0) {
                throw RefusedException.malformed(kind + " " + index + " has id 0, which is reserved");
            }
            consecutive &= id == index + 1L;
        }
        if (!consecutive) {
            buildSlots();
        }
    }

    /** The index of an id. */
    int find(long id, String referrer, long referrerIndex) throws RefusedException {
        if (consecutive) {
            if (id > 0 && id <= ids.size()) {
                return (int) id - 1;
            }
        } else {
            int slot = slot(id);
            while (slots[slot] != 0) {
                if (ids.get(slots[slot] - 1) == id) {
                    return slots[slot] - 1;
                }
                slot = (slot + 1) & (slots.length - 1);
            }
        }
        throw RefusedException.malformed(referrer + " " + referrerIndex + " names " + kind + " "
                + Long.toUnsignedString(id) + ", which is not among the " + ids.size() + " there are");
    }

    private void buildSlots() throws RefusedException {
        int wanted = Integer.highestOneBit(Math.max(ids.size(), 4)) * 4;
        if (slots.length < wanted || slots.length > wanted * 8) {
            slots = new int[wanted];
        } else {
            Arrays.fill(slots, 0);
        }
        for (int index = 0; index < ids.size(); index++) {
            int slot = slot(ids.get(index));
            while (slots[slot] != 0) {
                if (ids.get(slots[slot] - 1) == ids.get(index)) {
                    throw RefusedException.malformed(kind + " id " + Long.toUnsignedString(ids.get(index))
                            + " stands twice, at " + (slots[slot] - 1) + " and " + index);
                }
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = index + 1;
        }
    }

    private int slot(long id) {
        long mixed = (id ^ SEED) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 32) & (slots.length - 1);
    }
}
