package dev.flamestream.query.http;

import com.linecorp.armeria.common.encoding.StreamEncoderFactory;

/** The one content encoding of the service: every client of its APIs has it, and no other is worth a native library. */
final class Gzip {
    private Gzip() {}

    static StreamEncoderFactory encoder() {
        return StreamEncoderFactory.all().stream()
                .filter(factory -> factory.encodingHeaderValue().equals("gzip"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Armeria has no gzip encoder"));
    }
}
