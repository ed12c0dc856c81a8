package dev.flamestream.query.live;

/** Where a server listens. */
public record HostAndPort(String host, int port) {
    public HostAndPort {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("expected host:port, found " + host + ":" + port);
        }
    }

    /** Reads {@code host:port}; throws {@link IllegalArgumentException} for anything else. */
    public static HostAndPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("expected host:port, found " + text);
        }
        return new HostAndPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
