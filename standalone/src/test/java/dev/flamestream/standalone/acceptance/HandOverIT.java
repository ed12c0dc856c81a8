package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.standalone.acceptance.QuerierApi.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over hundreds of cuts, readers that never pause see every profile exactly once, before, during and after its hand-over. */
class HandOverIT {
    private static final long SEED = Long.getLong("flamestream.seed", 20_261_123);
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);
    private static final Duration RUN = Duration.ofSeconds(Long.getLong("flamestream.handover.seconds", 45));

    /** Five in 100 ms are 50 profiles a second. */
    private static final int BATCH = 5;

    private static final Duration BATCH_INTERVAL = Duration.ofMillis(100);
    private static final int MIN_CUTS = 200;

    /** The target is two seconds; readers, broker, job and service share two cores here. */
    private static final Duration VISIBLE_PATIENCE = Duration.ofSeconds(10);

    /** Readers list nothing and read nothing that could be away: a partial answer would be a fault of the steady state. */
    private static final double MAX_PARTIAL_SHARE = 0.01;

    /** Fewer whole answers of a reader would make the test worth nothing. */
    private static final long MIN_WHOLE_ANSWERS = 30;

    private static final Duration STORED_PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final TimeRange range = new TimeRange(
            Instant.now().minusSeconds(3_600).toEpochMilli(),
            Instant.now().plusSeconds(3_600).toEpochMilli());
    private final Selection all = Selection.of(HandOverLoad.TENANT, HandOverLoad.TYPE, List.of(), range);
    private final Selection ofPod = Selection.of(
            HandOverLoad.TENANT, HandOverLoad.TYPE, List.of(LabelMatcher.equal("pod", HandOverLoad.ROWS_POD)), range);

    @Test
    void everyProfileCountsExactlyOnceAtAnyMoment() throws Exception {
        try (UpProcess up = UpProcess.start(UpSettings.in(folder, WINDOW, CHECKPOINT_INTERVAL));
                Feed feed = new Feed(up.settings().bootstrapServers())) {
            QuerierApi api = new QuerierApi(up.settings().http());
            // The job has just begun to run, and until the service knows what it has to read again, answers say so.
            Await.until(
                    "a whole answer",
                    VISIBLE_PATIENCE,
                    up::quote,
                    () -> profileTotal(api, all).whole() == 0);
            HandOverLoad load = new HandOverLoad(feed, new Random(SEED));

            List<SteadyReader.Report> reports = publishWhileReading(api, load, up);

            System.out.println("hand-over: " + load.sent() + " profiles, " + reports);
            assertThat(reports).allSatisfy(report -> {
                assertThat(report.partial()).as("partial answers, %s", report).isLessThanOrEqualTo((long)
                        (report.answers() * MAX_PARTIAL_SHARE));
                assertThat(report.answers() - report.partial())
                        .as("whole answers, %s", report)
                        .isGreaterThanOrEqualTo(MIN_WHOLE_ANSWERS);
            });
            awaitTotals(api, load, up);
            awaitStored(load, up);
            assertThat(profileTotal(api, all).whole())
                    .as("total once all is stored")
                    .isEqualTo(load.sent());
            assertThat(profileTotal(api, ofPod).whole())
                    .as("pod, once all is stored")
                    .isEqualTo(load.sentOfPod());
            assertEachCutIsStoredOnce(up);
        }
    }

    private List<SteadyReader.Report> publishWhileReading(QuerierApi api, HandOverLoad load, UpProcess up)
            throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        boolean[] turn = new boolean[1];
        SteadyReader whole = new SteadyReader(
                "reader of everything",
                () -> {
                    turn[0] = !turn[0];
                    return turn[0] ? timelineTotal(api) : profileTotal(api, all);
                },
                () -> load.acknowledgedBefore(VISIBLE_PATIENCE),
                load::sent,
                stopped);
        SteadyReader rows =
                new SteadyReader("reader of a pod", () -> profileTotal(api, ofPod), () -> 0, load::sentOfPod, stopped);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            List<Future<SteadyReader.Report>> running = List.of(readers.submit(whole), readers.submit(rows));
            long endNanos = System.nanoTime() + RUN.toNanos();
            for (long next = System.nanoTime(); next < endNanos && !stopped.get(); next += BATCH_INTERVAL.toNanos()) {
                load.publish(BATCH);
                TimeUnit.NANOSECONDS.sleep(next + BATCH_INTERVAL.toNanos() - System.nanoTime());
            }
            stopped.set(true);
            List<SteadyReader.Report> reports = new ArrayList<>();
            for (Future<SteadyReader.Report> reader : running) {
                reports.add(reader.get(60, TimeUnit.SECONDS));
            }
            return reports;
        } catch (Exception failure) {
            throw new AssertionError("seed " + SEED + ": " + failure.getCause() + "\n" + up.quote(), failure);
        } finally {
            stopped.set(true);
            readers.shutdownNow();
        }
    }

    /** Whole sections: the sums of their trees. With a pod: row by row. */
    private static Answer<Long> profileTotal(QuerierApi api, Selection selection) throws IOException {
        var answer = api.profile(selection);
        return new Answer<>(Sums.total(answer.message().fold(0, Naming.FUNCTION)), answer.partial());
    }

    private Answer<Long> timelineTotal(QuerierApi api) throws IOException {
        SeriesRequest points = new SeriesRequest(
                range.startMillis(), range.endMillis(), 60_000, List.of("service_name", "pod"), Aggregation.SUM, 0);
        var answer = api.timeline(all, points);
        double total = answer.message().getSeriesList().stream()
                .flatMap(series -> series.getPointsList().stream())
                .mapToDouble(point -> point.getValue())
                .sum();
        return new Answer<>((long) total, answer.partial());
    }

    private void awaitTotals(QuerierApi api, HandOverLoad load, UpProcess up) throws Exception {
        Await.until(
                load.sent() + " profiles in all answers",
                VISIBLE_PATIENCE,
                () -> "seed " + SEED + "\n" + up.quote(),
                () -> timelineTotal(api).whole() == load.sent()
                        && profileTotal(api, all).whole() == load.sent()
                        && profileTotal(api, ofPod).whole() == load.sentOfPod());
    }

    private void awaitStored(HandOverLoad load, UpProcess up) throws Exception {
        BlocksOnDisk blocks = new BlocksOnDisk(up.settings().data());
        Await.until(
                load.sent() + " profiles in blocks",
                STORED_PATIENCE,
                up::quote,
                () -> blocks.profileRows(HandOverLoad.TENANT) >= load.sent());
        assertThat(blocks.profileRows(HandOverLoad.TENANT))
                .as("profiles in blocks")
                .isEqualTo(load.sent());
    }

    private static void assertEachCutIsStoredOnce(UpProcess up) throws IOException {
        Map<UUID, Integer> sectionsOfCut = new HashMap<>();
        for (StoredSection section : new BlocksOnDisk(up.settings().data()).sections(HandOverLoad.TENANT)) {
            section.cutIds().forEach(cut -> sectionsOfCut.merge(cut, 1, Integer::sum));
        }
        System.out.println("hand-over: " + sectionsOfCut.size() + " cuts");
        assertThat(sectionsOfCut.values())
                .as("sections of a cut of one profile type")
                .containsOnly(1);
        assertThat(sectionsOfCut.size()).as("cuts").isGreaterThanOrEqualTo(MIN_CUTS);
    }
}
