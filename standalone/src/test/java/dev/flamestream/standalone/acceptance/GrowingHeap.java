package dev.flamestream.standalone.acceptance;

import dev.flamestream.engine.profile.PprofFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Heap profiles of a process that goes on: each counts from its start, some stacks more than the one before. */
final class GrowingHeap {
    static final List<String> TYPES = List.of("alloc_objects/count", "alloc_space/bytes", "inuse_space/bytes");
    private static final int MAX_STACKS = 80;

    private final Random random;
    private final List<long[]> stacks = new ArrayList<>();

    GrowingHeap(Random random) {
        this.random = random;
    }

    byte[] next() {
        for (int added = random.nextInt(4); added > 0 && stacks.size() < MAX_STACKS; added--) {
            stacks.add(new long[TYPES.size()]);
        }
        PprofFile file = PprofFile.of(TYPES.toArray(String[]::new));
        for (int stack = 0; stack < stacks.size(); stack++) {
            long[] values = stacks.get(stack);
            if (random.nextInt(3) == 0) {
                long objects = 1L + random.nextInt(1_000);
                values[0] += objects;
                values[1] += objects * (8 + stack);
            }
            values[2] = random.nextInt(3) == 0 ? random.nextInt(1 << 20) : values[2];
            file.sample("main;serve;grow" + stack, values.clone());
        }
        return file.gzip();
    }
}
