package dev.flamestream.engine.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.reference.NaiveDeltas;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random lives of a series - restarts, gaps, late profiles, new and vanished stacks, 64-bit extremes - against the naive engine. */
class DifferencesHistoryTest {
    private static final int HISTORIES = Integer.getInteger("flamestream.histories", 100);
    private static final long FIRST_SEED = Long.getLong("flamestream.histories.seed", 1);
    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "memory");
    private static final long[] EXTREMES = {
        Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 1L << 62
    };

    @Test
    void everyHistoryCountsWhatTheNaiveEngineCounts() throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            try (DeltaSubject subject = new DeltaSubject()) {
                live(seed, subject);
            }
        }
    }

    private static void live(long seed, DeltaSubject subject) throws Exception {
        Random random = new Random(seed);
        boolean extremes = random.nextInt(4) == 0;
        NaiveDeltas naive = new NaiveDeltas();
        List<long[]> counters = new ArrayList<>();
        long clock = 1_000;
        for (int step = 0; step < 40; step++) {
            grow(random, counters, extremes);
            clock += random.nextInt(8) == 0 ? 100_000 : 10;
            long time = random.nextInt(6) == 0 ? clock - random.nextInt(200_000) : clock;
            PprofFile file = PprofFile.of("inuse_space/bytes", "alloc_objects/count", "alloc_space/bytes");
            fill(random, counters, file);
            if (random.nextInt(5) == 0) {
                subject.restart();
            }

            SortedMap<String, Long> expected = naive.take(time, sums(subject, file));
            DeltaSubject.Taken taken = subject.take(LABELS, time, file.gzip());

            assertThat(withTypes(taken))
                    .as("seed %d, step %d, %s", seed, step, taken.outcome())
                    .isEqualTo(expected);
        }
    }

    /** Counters go up, come into being, and now and then begin anew or vanish. */
    private static void grow(Random random, List<long[]> counters, boolean extremes) {
        int event = random.nextInt(30);
        if (event == 0) {
            counters.clear();
        } else if (event == 1 && !counters.isEmpty()) {
            counters.set(random.nextInt(counters.size()), new long[2]);
        } else if (event == 2) {
            counters.forEach(counter -> counter[random.nextInt(2)] = random.nextInt(5));
        }
        for (int i = random.nextInt(3); i > 0 && counters.size() < 60; i--) {
            counters.add(new long[2]);
        }
        for (long[] counter : counters) {
            for (int type = 0; type < 2 && random.nextInt(3) == 0; type++) {
                counter[type] = extremes && random.nextInt(8) == 0
                        ? EXTREMES[random.nextInt(EXTREMES.length)]
                        : SaturatingMath.add(counter[type], random.nextInt(1 << random.nextInt(20)));
            }
        }
    }

    /** Each counter is one sample or two, in any order. */
    private static void fill(Random random, List<long[]> counters, PprofFile file) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < counters.size(); i++) {
            order.add(random.nextInt(order.size() + 1), i);
        }
        for (int i : order) {
            long[] values = counters.get(i);
            String stack = "main;f" + i / 2;
            Map<String, String> labels = i % 2 == 0 ? Map.of() : Map.of("pool", "p" + i % 3, "a", "b");
            long part = values[0] > 1 ? random.nextLong(values[0]) : 0;
            if (part > 0) {
                file.sample(stack, labels, random.nextInt(9), part, 0);
            }
            file.sample(stack, labels, random.nextInt(9), values[0] - part, values[1]);
        }
    }

    private static Map<String, Long> sums(DeltaSubject subject, PprofFile file) {
        return withTypes(new DeltaSubject.Taken(DeltaOutcome.FIRST, subject.decode(file.gzip())));
    }

    private static SortedMap<String, Long> withTypes(DeltaSubject.Taken taken) {
        SortedMap<String, Long> all = new TreeMap<>();
        for (int type = 1; type <= 2; type++) {
            String suffix = "/" + type;
            FlatFold.sums(taken.profile(), type).forEach((counter, value) -> all.put(counter + suffix, value));
        }
        return all;
    }
}
