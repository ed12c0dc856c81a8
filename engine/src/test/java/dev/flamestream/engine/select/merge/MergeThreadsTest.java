package dev.flamestream.engine.select.merge;

import static dev.flamestream.engine.reference.Sections.CPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.reference.RandomProfiles;
import dev.flamestream.engine.reference.Sections;
import dev.flamestream.engine.reference.TreeText;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever helps, a merge comes to what the caller's thread alone comes to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MergeThreadsTest {
    private static final Selection ALL = Selection.of(Sections.TENANT, CPU, List.of(), new TimeRange(0, 1000));

    /** All helpers are done before the caller begins: the first does everything. */
    private static final Executor AT_ONCE = Runnable::run;

    private static final Executor NEVER = task -> {};

    private ExecutorService pool = Executors.newFixedThreadPool(1);

    @BeforeAll
    void startThreads() {
        pool.shutdown();
        pool = Executors.newFixedThreadPool(3);
    }

    @AfterAll
    void stopThreads() throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private List<MergeThreads> everyKind() {
        return List.of(
                new MergeThreads(pool, 4),
                new MergeThreads(pool, 2),
                new MergeThreads(AT_ONCE, 4),
                new MergeThreads(NEVER, 4));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyThreadsAnswerAsOneDoes(boolean damaged) throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            SectionSet set = SectionSet.complete(sections(seed, damaged));
            Selection selection = RandomProfiles.of(seed, true).selection();
            String byName = text(TreeMerger.mergeByName(set, selection, QueryLimits.DEFAULT));
            String byFrame = text(TreeMerger.mergeByFrame(set, selection, QueryLimits.DEFAULT));

            for (MergeThreads threads : everyKind()) {
                String context = "seed " + seed + ", " + threads + ": " + selection;
                assertThat(text(TreeMerger.mergeByName(set, selection, QueryLimits.DEFAULT, threads)))
                        .as(context)
                        .isEqualTo(byName);
                assertThat(text(TreeMerger.mergeByFrame(set, selection, QueryLimits.DEFAULT, threads)))
                        .as(context)
                        .isEqualTo(byFrame);
            }
        }
    }

    @Test
    void namesADamagedSectionOnceWhoeverMeetsIt() throws Exception {
        List<Section> sections = new ArrayList<>(plain(20));
        sections.add(new Failing(new CorruptBlockException("block", "here", "forged")));

        for (MergeThreads threads : everyKind()) {
            MergedTree merged =
                    TreeMerger.mergeByName(SectionSet.complete(sections), ALL, QueryLimits.DEFAULT, threads);

            assertThat(TreeText.of(merged)).isEqualTo("main 20 (self 20)\n");
            assertThat(merged.partial()).as(threads.toString()).hasSize(1);
        }
    }

    @Test
    void aLimitThatAHelperPassesIsTheQuerys() {
        SectionSet set = SectionSet.complete(plain(20));
        QueryLimits oneNode = new QueryLimits(100, 1, 1 << 20, 10, 10);
        QueryLimits fewBytes = new QueryLimits(100, 100, 10, 10, 10);

        for (MergeThreads threads : everyKind()) {
            assertThatThrownBy(() -> TreeMerger.mergeByName(set, ALL, oneNode, threads))
                    .as(threads.toString())
                    .isInstanceOf(QueryLimitException.class)
                    .hasMessageContaining("maxNodes");
            assertThatThrownBy(() -> TreeMerger.mergeByName(set, ALL, fewBytes, threads))
                    .as(threads.toString())
                    .isInstanceOf(QueryLimitException.class)
                    .hasMessageContaining("maxBytes");
        }
    }

    @Test
    void aStoreThatIsAwayForOnePartIsAwayForTheQuery() {
        for (int at : new int[] {0, 10, 20}) {
            List<Section> sections = new ArrayList<>(plain(20));
            sections.add(at, new Failing(new IOException("the store is away")));

            for (MergeThreads threads : everyKind()) {
                assertThatThrownBy(() -> TreeMerger.mergeByName(
                                SectionSet.complete(sections), ALL, QueryLimits.DEFAULT, threads))
                        .as("section %s, %s", at, threads)
                        .isInstanceOf(IOException.class)
                        .hasMessage("the store is away");
            }
        }
    }

    @Test
    void aPartThatFailsUnexpectedlyFailsTheQuery() {
        List<Section> sections = new ArrayList<>(plain(3));
        sections.add(0, new Failing(new IOException("unused")) {
            @Override
            public PreOrderTree readTree(FrameDetail detail) {
                throw new IllegalStateException("a defect");
            }
        });

        assertThatThrownBy(() -> TreeMerger.mergeByName(
                        SectionSet.complete(sections), ALL, QueryLimits.DEFAULT, new MergeThreads(AT_ONCE, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("a defect");
    }

    private static List<Section> sections(int seed, boolean damaged) {
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sections.addAll(RandomProfiles.of(seed + 1000L * i, true).sections());
        }
        if (damaged) {
            sections.add(new Failing(new CorruptBlockException("block", "here", "forged")));
        }
        Collections.shuffle(sections, new Random(seed));
        return sections;
    }

    private static List<Section> plain(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (Section) Sections.section()
                        .profile(Labels.of("pod", "1"), 1, "main 1")
                        .build())
                .toList();
    }

    /** What an answer is made of; parts find damage in any order. */
    private static String text(MergedTree merged) {
        return TreeText.of(merged) + merged.profileCount() + " profiles, saturated " + merged.saturated() + ", "
                + merged.partial().stream().map(Object::toString).sorted().toList();
    }

    /** Looks like a section of one profile, and cannot be read. */
    private static class Failing implements Section {
        private final Section intact =
                Sections.section().profile(Labels.of("pod", "1"), 1, "main 1").build();
        private final IOException failure;

        Failing(IOException failure) {
            this.failure = failure;
        }

        @Override
        public SectionSummary summary() {
            return intact.summary();
        }

        @Override
        public PreOrderTree readTree(FrameDetail detail) throws IOException {
            throw failure;
        }

        @Override
        public ProfileRows readProfiles(RowDetail detail) throws IOException {
            throw failure;
        }
    }
}
