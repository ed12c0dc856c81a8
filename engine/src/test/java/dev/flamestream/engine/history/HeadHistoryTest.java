package dev.flamestream.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.select.QueryLimitException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Many random histories. More of them: {@code -Dflamestream.histories=5000}; one of them: {@code -Dflamestream.histories=1
 * -Dflamestream.histories.seed=<seed>}.
 */
class HeadHistoryTest {
    private static final int HISTORIES = Integer.getInteger("flamestream.histories", 60);
    private static final long FIRST_SEED = Long.getLong("flamestream.histories.seed", 1);

    @Test
    void liveAndStoredProfilesTogetherAnswerAsTheNaiveDatabaseDoes() {
        long differences = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            try (History history = new History(seed)) {
                history.run();
                differences += history.done().chars().filter(c -> c == 'd').count();
            } catch (AssertionError | RuntimeException | IOException | QueryLimitException e) {
                throw new AssertionError("history of seed " + seed + ": " + e, e);
            }
        }
        assertThat(differences)
                .as("arrivals written as differences in %d histories", HISTORIES)
                .isGreaterThan(HISTORIES);
    }
}
