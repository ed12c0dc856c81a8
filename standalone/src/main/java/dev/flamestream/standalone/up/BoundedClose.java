package dev.flamestream.standalone.up;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A part whose close may take longer than the process has: the rest of it goes on aside, until the process ends. */
record BoundedClose(String name, AutoCloseable part, Duration patience) implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BoundedClose.class);

    @Override
    public void close() {
        Thread closer = new Thread(this::closePart, "flamestream-close-" + name);
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(patience.toMillis());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            log.atWarn()
                    .addKeyValue("part", name)
                    .addKeyValue("durationMillis", patience.toMillis())
                    .log("part still closing when its time was over");
        }
    }

    private void closePart() {
        try {
            part.close();
        } catch (Exception failure) {
            log.atWarn().setCause(failure).addKeyValue("part", name).log("part did not close cleanly");
        }
    }
}
