package dev.flamestream.agent.publish;

/** What came of publishing one profile; the detail says what was expected and found, empty when acknowledged. */
public record Delivery(Outcome outcome, String detail) {
    /** Kafka has the profile. */
    public static final Delivery ACKNOWLEDGED = new Delivery(Outcome.ACKNOWLEDGED, "");

    /** Whether Kafka has the profile. */
    public boolean isAcknowledged() {
        return outcome == Outcome.ACKNOWLEDGED;
    }
}
