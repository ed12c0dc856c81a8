package dev.flamestream.engine.block.read;

import java.util.Arrays;

/** For each row a list of dictionary ids, one behind the other. */
final class IdLists {
    private final int[] begin;
    private int listCount;
    private int[] ids = new int[64];
    private int idCount;

    /** Room for a number of lists. */
    IdLists(int maxLists) {
        begin = new int[maxLists + 1];
    }

    void beginList() {
        begin[listCount++] = idCount;
    }

    /** Makes room for so many ids more. */
    void reserve(int more) {
        if (idCount + more > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(idCount + more, idCount * 2));
        }
    }

    /** Adds an id to the last list; there must be room. */
    void add(int id) {
        ids[idCount++] = id;
    }

    /** Where a list begins in {@link #ids}. */
    int begin(int list) {
        return begin[list];
    }

    /** Where a list ends in {@link #ids}. */
    int end(int list) {
        return list + 1 < listCount ? begin[list + 1] : idCount;
    }

    /** The ids of all lists. */
    int[] ids() {
        return ids;
    }
}
