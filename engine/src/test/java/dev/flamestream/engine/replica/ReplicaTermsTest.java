package dev.flamestream.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplicaTermsTest {
    private static final long TIMEOUT = 30_000;
    private static final int ROUNDS = 40;
    private static final int TARGETS = 5;

    @Test
    void theFirstThatIsHeardCountsAndTheOtherDoesNot() {
        ReplicaTerms terms = ReplicaTerms.first("a", 1_000).heard("b", 1_001, TIMEOUT);

        assertThat(terms.counts("a", 1_000)).isTrue();
        assertThat(terms.counts("b", 1_001)).isFalse();
        assertThat(terms.counts("b", 0)).isFalse();
    }

    @Test
    void theOtherTakesOverOnceTheElectedWasSilentForTheTimeoutAndNotBefore() {
        ReplicaTerms terms = ReplicaTerms.first("a", 1_000);

        assertThat(terms.heard("b", 31_000, TIMEOUT).counts("b", 31_000)).isFalse();
        assertThat(terms.heard("b", 31_001, TIMEOUT).counts("b", 31_001)).isTrue();
    }

    @Test
    void theElectedStaysWhenTheOneBeforeComesBack() {
        ReplicaTerms terms =
                ReplicaTerms.first("a", 1_000).heard("b", 40_000, TIMEOUT).heard("a", 41_000, TIMEOUT);

        assertThat(terms.counts("a", 41_000)).isFalse();
        assertThat(terms.heard("a", 70_001, TIMEOUT).counts("a", 70_001)).isTrue();
    }

    @Test
    void whatTheElectedSentBeforeTheSwitchCountsThoughItIsReadAfterIt() {
        ReplicaTerms terms = ReplicaTerms.first("a", 1_000).heard("b", 90_000, TIMEOUT);

        assertThat(terms.counts("a", 20_000)).isTrue();
        assertThat(terms.counts("b", 20_000)).isFalse();
        assertThat(terms.counts("a", 31_001)).isFalse();
        assertThat(terms.counts("b", 31_001)).isTrue();
    }

    @Test
    void onlyTheNewestTermsAreRemembered() {
        ReplicaTerms terms = ReplicaTerms.first("r0", 0);
        for (int i = 1; i <= 2 * ReplicaTerms.MAX_TERMS; i++) {
            terms = terms.heard("r" + i, i * 100_000L, TIMEOUT);
        }

        assertThat(terms.terms()).hasSize(ReplicaTerms.MAX_TERMS);
        assertThat(terms.counts("r" + 2 * ReplicaTerms.MAX_TERMS, 2 * ReplicaTerms.MAX_TERMS * 100_000L))
                .isTrue();
    }

    /**
     * Replicas have partitions of their own, which are read as far apart as it happens: each interval of a target counts from one
     * replica, but for one interval a switch, and those in which nobody was elected.
     */
    @Test
    void eachScrapeCountsOnceHoweverPartitionsAreReadAheadOfEachOther() {
        int switches = 0;
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            long deathOfA = random.nextBoolean() ? Long.MAX_VALUE : 100_000 + random.nextInt(400_000);
            Reading reading = new Reading();
            reading.read(random, partitions(deathOfA));

            long doubled =
                    reading.counted.values().stream().filter(times -> times > 1).count();
            int lost = ROUNDS * TARGETS - reading.counted.size();
            assertThat(doubled + lost)
                    .as("seed %d, %d switches, a died at %d", seed, reading.switches, deathOfA)
                    .isLessThanOrEqualTo(
                            (long) TARGETS * reading.switches + (deathOfA == Long.MAX_VALUE ? 0 : 3L * TARGETS));
            switches += reading.switches;
        }
        assertThat(switches).as("partitions were read apart").isGreaterThan(300);
    }

    private record Scrape(String replica, int target, int round, long appendMillis) {}

    private static List<Deque<Scrape>> partitions(long deathOfA) {
        List<Deque<Scrape>> partitions = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            partitions.add(new ArrayDeque<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int target = 0; target < TARGETS; target++) {
                long millis = round * 15_000L + target * 100L;
                if (millis < deathOfA) {
                    partitions.get(target % 2).add(new Scrape("a", target, round, millis));
                }
                partitions.get(2 + target % 2).add(new Scrape("b", target, round, millis + 7_000));
            }
        }
        return partitions;
    }

    /** What counts of records read from partitions in runs of random lengths. */
    private static final class Reading {
        private final Map<String, Integer> counted = new TreeMap<>();
        private int switches;

        void read(Random random, List<Deque<Scrape>> partitions) {
            ReplicaTerms terms = ReplicaTerms.first("a", 0);
            while (partitions.stream().anyMatch(partition -> !partition.isEmpty())) {
                Deque<Scrape> partition = partitions.get(random.nextInt(partitions.size()));
                for (int run = random.nextInt(30); run > 0 && !partition.isEmpty(); run--) {
                    terms = take(partition.remove(), terms);
                }
            }
        }

        private ReplicaTerms take(Scrape scrape, ReplicaTerms terms) {
            ReplicaTerms next = terms.heard(scrape.replica(), scrape.appendMillis(), TIMEOUT);
            switches += next.terms().equals(terms.terms()) ? 0 : 1;
            if (next.counts(scrape.replica(), scrape.appendMillis())) {
                counted.merge(scrape.target() + "/" + scrape.round(), 1, Integer::sum);
            }
            return next;
        }
    }
}
