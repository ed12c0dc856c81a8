package dev.flamestream.cluster.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long START = 1_000;

    private final Ledger ledger = new Ledger(START);

    @Test
    void countsWhatWasAcknowledgedByTheSecondOfTheProfileAndOfTheAcknowledgement() {
        ledger.sending(1_002_500, 7);
        ledger.sending(1_003_000, 5);
        ledger.settled(1_002_500, 7, true, 1_006_100);
        ledger.settled(1_003_000, 5, false, 1_006_200);

        assertThat(ledger.sent()).isEqualTo(new Tally(2, 12));
        assertThat(ledger.acked(START, 1_003)).isEqualTo(new Tally(1, 7));
        assertThat(ledger.acked(1_003, 1_010)).isEqualTo(Tally.NONE);
        assertThat(ledger.sent(1_003, 1_010)).isEqualTo(new Tally(1, 5));
        assertThat(ledger.ackedBefore(1_006_999)).isZero();
        assertThat(ledger.ackedBefore(1_007_000)).isEqualTo(1);
    }

    @Test
    void aRangeIsClosedOnceAllOfItIsSettledForSoLong() {
        ledger.sending(1_002_500, 7);
        ledger.sending(1_004_000, 7);
        assertThat(ledger.closedBefore(1_020_000, 1_020_000))
                .as("one is on its way")
                .isEqualTo(1_002);

        ledger.settled(1_002_500, 7, true, 1_010_000);
        assertThat(ledger.closedBefore(1_020_000, 1_009_999))
                .as("settled just now")
                .isEqualTo(1_002);
        assertThat(ledger.closedBefore(1_020_000, 1_010_000))
                .as("up to the other")
                .isEqualTo(1_004);
    }
}
