package dev.flamestream.query.http;

import java.util.Optional;

/** Whether the service can answer queries yet. Cheap enough for a probe each second, and does not block. */
public interface Readiness {
    /** Why it cannot; empty once it can. */
    Optional<String> whyNot();
}
