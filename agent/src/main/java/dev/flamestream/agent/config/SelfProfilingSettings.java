package dev.flamestream.agent.config;

import java.time.Duration;

/** Whether the agent profiles itself, and how long each profile is. */
public record SelfProfilingSettings(boolean enabled, Duration interval) {
    /** Off: an agent runs on every node, and its owner decides about its cost. Ten seconds are what SDKs send. */
    public static final SelfProfilingSettings DEFAULT = new SelfProfilingSettings(false, Duration.ofSeconds(10));
}
