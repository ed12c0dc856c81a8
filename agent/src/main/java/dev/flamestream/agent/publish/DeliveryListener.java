package dev.flamestream.agent.publish;

/** Hears what came of each profile, for metrics; called from any thread, so it must be quick and thread-safe. */
@FunctionalInterface
public interface DeliveryListener {
    /** Hears nothing. */
    DeliveryListener NONE = (outcome, valueBytes) -> {};

    /** One profile of the given size is settled, once and for all. */
    void settled(Outcome outcome, long valueBytes);
}
