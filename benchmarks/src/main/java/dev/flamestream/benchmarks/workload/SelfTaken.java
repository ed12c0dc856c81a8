package dev.flamestream.benchmarks.workload;

import dev.flamestream.agent.jfr.SelfProfileKind;
import dev.flamestream.agent.jfr.SelfProfiling;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Profiles that this process takes of itself while it does a little of everything, where no corpus is. */
final class SelfTaken {
    private static final Duration LENGTH = Duration.ofSeconds(8);

    private SelfTaken() {}

    /** Types samples/count and cpu/nanoseconds. */
    static Profile cpu() {
        return take(SelfProfileKind.CPU);
    }

    /** Allocations, said twice: as what was allocated and as what is in use of it. */
    static Profile heap() {
        Profile.Builder heap = take(SelfProfileKind.ALLOCATION).toBuilder();
        List<ValueType> once = List.copyOf(heap.getSampleTypeList());
        while (heap.getSampleTypeCount() < 4) {
            heap.addSampleType(once.get(heap.getSampleTypeCount() % once.size()));
        }
        heap.getSampleBuilderList().forEach(sample -> {
            List<Long> values = List.copyOf(sample.getValueList());
            while (sample.getValueCount() < 4) {
                sample.addValue(values.get(sample.getValueCount() % values.size()));
            }
        });
        return heap.build();
    }

    private static Profile take(SelfProfileKind kind) {
        try (SelfProfiling profiling = SelfProfiling.startOnDemand()
                .orElseThrow(
                        () -> new IllegalStateException("this JVM cannot profile itself, and there is no corpus"))) {
            CompletableFuture<byte[]> profile = profiling.pprof(kind, LENGTH);
            Random random = new Random(Workload.SEED);
            long checksum = 0;
            while (!profile.isDone()) {
                checksum += work(random);
            }
            if (checksum == 0) {
                throw new IllegalStateException("no work was done");
            }
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(profile.join()))) {
                return Profile.parseFrom(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    /** Each step keeps another part of the class library busy. */
    private static long work(Random random) throws IOException {
        List<String> words =
                random.ints(2_000, 0, 50_000).mapToObj(Integer::toString).toList();
        TreeMap<String, Integer> sorted = new TreeMap<>();
        words.forEach(word -> sorted.merge(word, 1, Integer::sum));
        List<String> shuffled = new ArrayList<>(words);
        Collections.shuffle(shuffled, random);
        shuffled.sort(Comparator.reverseOrder());
        String text = words.stream().filter(word -> word.length() > 3).collect(Collectors.joining(","));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        long matches = Pattern.compile("(1|2)\\d+,9").matcher(text).results().count();
        BigInteger product = IntStream.range(1, 300)
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ONE, BigInteger::multiply)
                .modPow(BigInteger.valueOf(65_537), BigInteger.valueOf(random.nextInt(1_000_000) + 1L));
        return bytes.size() + matches + product.intValue() + sorted.size();
    }
}
