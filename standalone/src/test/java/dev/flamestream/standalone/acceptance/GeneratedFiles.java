package dev.flamestream.standalone.acceptance;

import dev.flamestream.engine.profile.PprofFile;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** pprof files that a seed decides: several sample types, shared and deep stacks, inlined calls, labels, values of either sign. */
final class GeneratedFiles {
    private static final List<List<String>> TYPES = List.of(
            List.of("samples/count", "cpu/nanoseconds"),
            List.of("alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"),
            List.of("contentions/count", "delay/nanoseconds"),
            List.of("wall/nanoseconds"));

    private static final int FUNCTIONS = 60;
    private static final int MAX_DEPTH = 40;

    private GeneratedFiles() {}

    static byte[] next(Random random) {
        List<String> types = TYPES.get(random.nextInt(TYPES.size()));
        PprofFile file = PprofFile.of(types.toArray(String[]::new));
        for (int samples = random.nextInt(120); samples >= 0; samples--) {
            boolean labelled = random.nextInt(4) == 0;
            // A series that only ever counted 0 is not kept, but for the profile's own.
            int smallest = labelled ? 1 : 0;
            long[] values = random.longs(types.size(), smallest, 2L << (1 + random.nextInt(40)))
                    .toArray();
            if (random.nextInt(10) == 0) {
                values[random.nextInt(values.length)] *= -1;
            }
            Map<String, String> labels =
                    labelled ? Map.of("thread", "worker-" + random.nextInt(4), "pod", "of-the-sample") : Map.of();
            file.sample(stack(random), labels, values);
        }
        return random.nextInt(4) == 0 ? file.plain() : file.gzip();
    }

    private static String stack(Random random) {
        StringBuilder stack = new StringBuilder("main");
        int depth = random.nextInt(random.nextInt(5) == 0 ? MAX_DEPTH : 6);
        for (int i = 0; i < depth; i++) {
            stack.append(random.nextInt(8) == 0 ? '+' : ';').append("fn").append(random.nextInt(FUNCTIONS));
        }
        return stack.toString();
    }
}
