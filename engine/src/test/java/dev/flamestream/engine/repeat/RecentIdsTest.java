package dev.flamestream.engine.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
    private static final long RETENTION = 600;

    @Test
    void anIdIsKnownForTheRetentionAndNoLonger() {
        RecentIds ids = new RecentIds();
        RecordId id = RecordId.of("a");
        ids.add(id, 1_000, 0);

        assertThat(ids.has(id, 1_000)).isTrue();
        assertThat(ids.has(id, 1_001)).isFalse();
        assertThat(ids.has(RecordId.of("b"), 0)).isFalse();
    }

    @Test
    void pastTheBoundTheOldestIsForgotten() {
        RecentIds ids = new RecentIds();
        for (int i = 0; i < RecentIds.MAX_IDS; i++) {
            ids.add(RecordId.of("id " + i), i, 0);
        }
        assertThat(ids.has(RecordId.of("id 0"), 0)).isTrue();

        ids.add(RecordId.of("one more"), 5_000, 0);

        assertThat(ids.count()).isEqualTo(RecentIds.MAX_IDS);
        assertThat(ids.has(RecordId.of("id 0"), 0)).isFalse();
        assertThat(ids.has(RecordId.of("id 1"), 0)).isTrue();
    }

    @Test
    void aUuidIsItsBitsInEitherCaseAndAnyOtherTextItsDigest() {
        UUID uuid = new UUID(0x0123456789abcdefL, 0xfedcba9876543210L);

        assertThat(RecordId.of(uuid.toString()))
                .isEqualTo(new RecordId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()))
                .isEqualTo(RecordId.of(uuid.toString().toUpperCase(Locale.ROOT)));
        assertThat(RecordId.of("scrape-17")).isEqualTo(RecordId.of("scrape-17")).isNotEqualTo(RecordId.of("scrape-18"));
        assertThat(RecordId.of("g".repeat(36))).isNotEqualTo(RecordId.of("h".repeat(36)));
    }

    @Test
    void versionOneIsWrittenAndReadAsItWas() {
        byte[] element = RecentIds.element(new RecordId(0x0123456789abcdefL, 2), 3);

        assertThat(HexFormat.of().formatHex(element)).isEqualTo(GOLDEN);
        assertThat(RecentIds.replay(List.of(element)).orElseThrow().has(new RecordId(0x0123456789abcdefL, 2), 3))
                .isTrue();
    }

    private static final String GOLDEN = "0100000000000000030123456789abcdef0000000000000002310dca44";

    @Test
    void noChangedByteIsBelieved() {
        for (int at = 0; at < RecentIds.element(new RecordId(1, 2), 3).length; at++) {
            byte[] element = RecentIds.element(new RecordId(1, 2), 3);
            element[at] ^= 4;

            assertThat(RecentIds.replay(List.of(element))).as("byte %d", at).isEmpty();
        }
        assertThat(RecentIds.replay(List.of(new byte[3]))).isEmpty();
    }

    @Test
    void everyHistoryKnowsWhatAMapKnows() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            RecentIds ids = new RecentIds();
            Map<Integer, Long> newest = new HashMap<>();
            long clock = 0;
            for (int step = 0; step < 500; step++) {
                clock += random.nextInt(20);
                int number = random.nextInt(80);
                RecordId id = RecordId.of("id " + number);
                boolean isKnown = newest.getOrDefault(number, -1_000_000L) >= clock - RETENTION;

                assertThat(ids.has(id, clock - RETENTION))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(isKnown);

                if (!isKnown) {
                    ids.add(id, clock, clock - RETENTION);
                    newest.put(number, clock);
                }
                if (random.nextInt(50) == 0) {
                    ids = RecentIds.replay(ids.elements()).orElseThrow();
                }
            }
        }
    }
}
