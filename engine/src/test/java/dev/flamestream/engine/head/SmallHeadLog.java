package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.reference.EveryRead;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Mapping;
import dev.flamestream.schemas.pprof.Sample;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A log of a few hundred bytes in which every field of the grammar has a value, as today's writer writes it. */
final class SmallHeadLog {
    private static final long WINDOW = 600_000;
    private static final HeadKey KEY = new HeadKey("acme", 1, 42, WINDOW);
    private static final Labels LABELS =
            Labels.of("service_name", "shop", "__name__", "process_cpu", "pod", "shop-1", "region", "größer");
    private static final Labels MEMORY = LABELS.with("__name__", "memory");

    private SmallHeadLog() {}

    /** The elements, the header first. */
    static List<byte[]> write() {
        HeadIndex index = HeadIndex.open(KEY, new UUID(0x0102030405060708L, 0x1112131415161718L), LABELS);
        List<byte[]> log = new ArrayList<>();
        log.add(index.header());
        try (PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT)) {
            log.add(element(decoder, index, first(), LABELS, 0, "profile-1"));
            log.add(element(decoder, index, second(), LABELS, 5, ""));
            PprofFile known = PprofFile.of("samples/count", "cpu/nanoseconds").sample("main;c", 7, 70_000_000);
            log.add(element(decoder, index, known, LABELS.with("pod", "shop-2"), 15_000, "profile-3"));
            PprofFile other =
                    PprofFile.of("inuse_space/bytes").sample("main;c", -512).sample("main;d", 0);
            log.add(element(decoder, index, other, MEMORY, -1, ""));
            log.add(element(decoder, index, heap(1, 2, 3, 0), MEMORY, 10, ""));
            log.add(element(decoder, index, heap(1, 5, 0, 4), MEMORY, 20, ""));
            log.add(element(decoder, index, heap(1, 5, 0, 4), MEMORY, 15, ""));
            PprofFile huge = PprofFile.of("inuse_space/bytes")
                    .sample("main", Long.MAX_VALUE)
                    .sample("main", 1)
                    .sample("main;c", Long.MIN_VALUE);
            log.add(element(decoder, index, huge, MEMORY, 30_000, ""));
            PprofFile turned = PprofFile.of("inuse_space/bytes")
                    .sample("main", Long.MAX_VALUE)
                    .sample("main;c", Long.MAX_VALUE);
            log.add(element(decoder, index, turned, MEMORY, 45_000, ""));
        }
        return log;
    }

    private static PprofFile first() {
        PprofFile file = PprofFile.of("samples/count", "cpu/nanoseconds")
                .sample("main;a+b", 1, 10_000_000)
                .sample("main;a+b", 2, 20_000_000)
                .sample("main", Map.of("thread", "t1"), 3, 30_000_000)
                .sample("", 4, 40_000_000);
        file.builder().setDurationNanos(15_000_000_000L);
        return file;
    }

    /** With a span, and a frame without symbols. */
    private static PprofFile second() {
        PprofFile file = PprofFile.of("samples/count", "cpu/nanoseconds")
                .sample("main;c", Map.of("span_id", "00000000000000ff"), 5, 50_000_000)
                .sample("main;c", 1, 10_000_000);
        file.builder()
                .addMapping(Mapping.newBuilder()
                        .setId(1)
                        .setFilename(file.string("/usr/lib/libc.so.6"))
                        .setBuildId(file.string("abc123")))
                .addLocation(Location.newBuilder().setId(1000).setMappingId(1).setAddress(0x1f40))
                .addSample(Sample.newBuilder().addLocationId(1000).addValue(1).addValue(10_000_000));
        return file;
    }

    /** Six stacks always have the same objects; those of others are given, 0 for a stack that is not there. */
    private static PprofFile heap(int... objects) {
        PprofFile file =
                PprofFile.of("alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes");
        for (int i = 0; i < 6; i++) {
            file.sample("main;heap;h" + i, 1_000 + i, 160_000 + i, 10, 1_600);
        }
        for (int i = 0; i < objects.length; i++) {
            if (objects[i] > 0) {
                file.sample("main;heap;o" + i, objects[i], objects[i] * 24L, 1, 24);
            }
        }
        return file;
    }

    private static byte[] element(
            PprofDecoder decoder, HeadIndex index, PprofFile file, Labels labels, long offsetMillis, String id) {
        Decoded.Accepted decoded = (Decoded.Accepted) decoder.decode(file.gzip());
        Arrival arrival = new Arrival(labels, WINDOW + offsetMillis, id);
        HeadAppender appender = new HeadAppender(ProfileLimits.DEFAULT);
        if (appender.check(decoded.profile(), arrival).isPresent()) {
            throw new IllegalStateException("a profile of the fixture is refused");
        }
        return appender.append(index, decoded.profile(), arrival);
    }

    /** All that can be read of a log. */
    static String text(List<byte[]> log) throws IOException, QueryLimitException {
        HeadSnapshot head = HeadSnapshot.read(log);
        StringBuilder text =
                new StringBuilder(head.key() + " cut " + head.cutId() + ", " + head.profileCount() + " profiles\n");
        for (Section section : head.sections()) {
            for (EveryRead.Read read : EveryRead.OF_SECTION) {
                text.append(read.of(section));
            }
        }
        HeadIndex index = HeadIndex.replay(log);
        return text + "replayed " + index.profileCount() + " profiles, " + index.logBytes() + " bytes, cut "
                + index.cutId() + "\n";
    }
}
