package dev.flamestream.agent.config;

/** Where the agent's own HTTP server listens; port 0 takes any that is free. */
public record ServerSettings(String address, int port) {
    /** All interfaces, beside the query service's 4040: probes and Prometheus come from elsewhere. */
    public static final ServerSettings DEFAULT = new ServerSettings("0.0.0.0", 4041);
}
