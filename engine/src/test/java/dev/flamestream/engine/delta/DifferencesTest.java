package dev.flamestream.engine.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.schemas.record.Labels;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "memory");
    private static final int SPACE = 1;
    private static final int INUSE = 2;

    private final DeltaSubject subject = new DeltaSubject();

    @AfterEach
    void close() {
        subject.close();
    }

    @Test
    void theFirstProfileOfASeriesIsWhatLaterOnesAreComparedWith() {
        DeltaSubject.Taken first = take(10, heap().sample("main;a", 3, 300, 64));

        assertThat(first.outcome()).isEqualTo(DeltaOutcome.FIRST);
        assertThat(FlatFold.sums(first.profile(), SPACE)).isEmpty();
        assertThat(FlatFold.sums(first.profile(), INUSE)).isEqualTo(Map.of("main;a", 64L));
    }

    @Test
    void aLaterProfileCountsWhatWasAdded() {
        take(10, heap().sample("main;a", 3, 300, 64).sample("main;b", 1, 10, 0));

        DeltaSubject.Taken next = take(
                20,
                heap().sample("main;a", 5, 500, 32).sample("main;b", 1, 10, 0).sample("main;new", 2, 7, 1));

        assertThat(next.outcome()).isEqualTo(DeltaOutcome.ADDED);
        assertThat(FlatFold.sums(next.profile(), 0)).isEqualTo(Map.of("main;a", 2L, "main;new", 2L));
        assertThat(FlatFold.sums(next.profile(), SPACE)).isEqualTo(Map.of("main;a", 200L, "main;new", 7L));
        assertThat(FlatFold.sums(next.profile(), INUSE)).isEqualTo(Map.of("main;a", 32L, "main;new", 1L));
    }

    @Test
    void aValueThatIsSmallerThanBeforeMeansThatTheProcessBeganAnew() {
        take(10, heap().sample("main;a", 3, 300, 0).sample("main;b", 9, 900, 0));

        DeltaSubject.Taken next = take(20, heap().sample("main;a", 4, 400, 0).sample("main;b", 9, 899, 0));

        assertThat(next.outcome()).isEqualTo(DeltaOutcome.RESTARTED);
        assertThat(FlatFold.sums(next.profile(), SPACE)).isEqualTo(Map.of("main;a", 400L, "main;b", 899L));
    }

    @Test
    void aStackThatIsGoneMeansThatTheProcessBeganAnewAndIsForgotten() {
        take(10, heap().sample("main;a", 3, 300, 0).sample("main;b", 9, 900, 0));
        assertThat(take(20, heap().sample("main;a", 4, 400, 0)).outcome()).isEqualTo(DeltaOutcome.RESTARTED);

        DeltaSubject.Taken next = take(30, heap().sample("main;a", 4, 400, 0).sample("main;b", 1, 5, 0));

        assertThat(next.outcome()).isEqualTo(DeltaOutcome.ADDED);
        assertThat(FlatFold.sums(next.profile(), SPACE)).isEqualTo(Map.of("main;b", 5L));
    }

    @Test
    void aStackOfZerosMayComeAndGo() {
        take(10, heap().sample("main;a", 3, 300, 0).sample("main;idle", 0, 0, 5));

        DeltaSubject.Taken next = take(20, heap().sample("main;a", 3, 301, 0));

        assertThat(next.outcome()).isEqualTo(DeltaOutcome.ADDED);
        assertThat(FlatFold.sums(next.profile(), SPACE)).isEqualTo(Map.of("main;a", 1L));
    }

    @Test
    void whatALateProfileCouldCountTheOneAfterItHasCounted() {
        take(10, heap().sample("main;a", 1, 100, 0));
        take(30, heap().sample("main;a", 3, 300, 0));

        DeltaSubject.Taken late = take(20, heap().sample("main;a", 2, 200, 77));

        assertThat(late.outcome()).isEqualTo(DeltaOutcome.LATE);
        assertThat(FlatFold.sums(late.profile(), SPACE)).isEmpty();
        assertThat(FlatFold.sums(late.profile(), INUSE)).isEqualTo(Map.of("main;a", 77L));
        DeltaSubject.Taken next = take(40, heap().sample("main;a", 4, 400, 0));
        assertThat(FlatFold.sums(next.profile(), SPACE)).isEqualTo(Map.of("main;a", 100L));
    }

    @Test
    void theSameProfileAgainCountsNothing() {
        take(10, heap().sample("main;a", 1, 100, 0));
        take(20, heap().sample("main;a", 3, 300, 0));

        assertThat(FlatFold.sums(take(20, heap().sample("main;a", 3, 300, 0)).profile(), SPACE))
                .isEmpty();
    }

    @Test
    void samplesOfOneStackAreOneCounterAndLabelsMakeAnother() {
        take(
                10,
                heap().sample("main;a", 1, 100, 0)
                        .sample("main;a", 1, 50, 0)
                        .sample("main;a", Map.of("pool", "x"), 1, 7, 0));

        DeltaSubject.Taken next =
                take(20, heap().sample("main;a", Map.of("pool", "x"), 1, 9, 0).sample("main;a", 3, 160, 0));

        assertThat(next.outcome()).isEqualTo(DeltaOutcome.ADDED);
        assertThat(FlatFold.sums(next.profile(), SPACE)).isEqualTo(Map.of("main;a", 10L, "main;a{pool=x}", 2L));
    }

    @Test
    void anotherSeriesOfTheSameHashIsNeverComparedWith() {
        take(10, heap().sample("main;a", 1, 100, 0));

        DeltaSubject.Taken other = subject.take(
                Labels.of("service_name", "other", "__name__", "memory"),
                20,
                heap().sample("main;a", 1, 300, 0).gzip());

        assertThat(other.outcome()).isEqualTo(DeltaOutcome.FIRST);
        assertThat(FlatFold.sums(other.profile(), SPACE)).isEmpty();
    }

    @Test
    void otherTypesAreNeverComparedWith() {
        take(10, heap().sample("main;a", 1, 100, 0));

        DeltaSubject.Taken other =
                take(20, PprofFile.of("contentions/count", "delay/nanoseconds").sample("main;a", 5, 500));

        assertThat(other.outcome()).isEqualTo(DeltaOutcome.FIRST);
    }

    @Test
    void aValueAtTheEndOfTheRangeStaysThere() {
        take(10, heap().sample("main;a", 1, Long.MAX_VALUE - 2, 0));

        DeltaSubject.Taken near = take(20, heap().sample("main;a", 1, Long.MAX_VALUE - 1, 0));
        assertThat(FlatFold.sums(near.profile(), SPACE)).isEqualTo(Map.of("main;a", 1L));
        DeltaSubject.Taken past = take(30, heap().sample("main;a", 1, Long.MAX_VALUE, 0));

        assertThat(FlatFold.sums(past.profile(), SPACE)).isEqualTo(Map.of("main;a", Long.MAX_VALUE));
    }

    @Test
    void anUnchangedProfileKeepsSomeBytesOfTheLogHoweverManyStacksItHas() {
        PprofFile file = heap();
        for (int i = 0; i < 2_000; i++) {
            file.sample("main;f" + i, 1, 100, 0);
        }
        take(10, file);
        long baseBytes = subject.logBytes();

        take(20, file);

        assertThat(subject.logBytes() - baseBytes).isBetween(1L, 24L);
    }

    @Test
    void theLogBeginsAnewBeforeItIsLongToRead() {
        int longest = 0;
        for (int i = 1; i < 500; i++) {
            take(i, heap().sample("main;a", i, i, 0));
            longest = Math.max(longest, subject.log().size());
        }

        assertThat(longest).isEqualTo(CumulativeSeries.MAX_CHANGES);
    }

    @Test
    void refusesOneStackMoreThanDifferencesAreKeptOf() {
        PprofFile file = heap();
        for (int i = 0; i < Differences.MAX_STACKS; i++) {
            file.sample("f" + i / 1000 + ";g" + i % 1000, 1, 1, 0);
        }
        Differences differences = new Differences();
        Differences.Origin origin = new Differences.Origin(LABELS, 1, 1);

        assertThat(differences.take(null, subject.decode(file.gzip()), new int[] {0, 1}, origin))
                .isPresent();
        file.sample("one;more", 1, 1, 0);
        assertThat(differences.take(null, subject.decode(file.gzip()), new int[] {0, 1}, origin))
                .isEmpty();
    }

    private DeltaSubject.Taken take(long timeMillis, PprofFile file) {
        return subject.take(LABELS, timeMillis, file.gzip());
    }

    private static PprofFile heap() {
        return PprofFile.of("alloc_objects/count", "alloc_space/bytes", "inuse_space/bytes");
    }
}
