package dev.flamestream.query.http;

import java.io.IOException;
import java.time.Duration;

/** Profiles the process it runs in, so that the service can be scraped like any other. Called from blocking threads. */
public interface SelfProfiler {
    /** Takes a profile and returns it as pprof, gzip; blocks as long as it is told to record. */
    byte[] pprof(Kind kind, Duration recorded) throws IOException;

    /** What is profiled; the names are the last part of the paths that scrapers use. */
    enum Kind {
        PROFILE("profile"),
        ALLOCS("allocs"),
        BLOCK("block"),
        MUTEX("mutex"),
        HEAP("heap"),
        GOROUTINE("goroutine");

        private final String path;

        Kind(String path) {
            this.path = path;
        }

        /** The last part of the path, as in {@code /debug/pprof/profile}. */
        public String path() {
            return path;
        }
    }
}
