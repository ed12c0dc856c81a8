package dev.flamestream.agent.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** What a scrape shows to be let in. Never prints its secret. */
public sealed interface Credentials {
    /** Nothing. */
    Credentials NONE = new None();

    /**
     * The value of the Authorization header, if one is to be sent. Reads the file of a secret anew each time, so that a
     * rotated one counts at once.
     */
    Optional<String> header() throws IOException;

    /** No credentials. */
    record None() implements Credentials {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    /** User name and password. */
    record Basic(String username, Secret password) implements Credentials {
        @Override
        public Optional<String> header() throws IOException {
            byte[] pair = (username + ":" + password.read()).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        }
    }

    /** A type such as Bearer, and a token. */
    record Authorization(String type, Secret credentials) implements Credentials {
        @Override
        public Optional<String> header() throws IOException {
            return Optional.of(type + " " + credentials.read());
        }
    }

    /** A secret, or the file that holds it. */
    sealed interface Secret {
        /** The secret itself. */
        String read() throws IOException;
    }

    /** A secret that stands in the configuration. */
    record Inline(String secret) implements Secret {
        @Override
        public String read() {
            return secret;
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /** A secret that stands in a file of its own; white space around it is not part of it. */
    record InFile(Path file) implements Secret {
        /** Tokens are a few KB at most; a wrong path, say to a device, must not be read without end. */
        private static final int MAX_SECRET_BYTES = 64 << 10;

        @Override
        public String read() throws IOException {
            try (var in = Files.newInputStream(file)) {
                return new String(in.readNBytes(MAX_SECRET_BYTES), StandardCharsets.UTF_8).strip();
            }
        }
    }
}
