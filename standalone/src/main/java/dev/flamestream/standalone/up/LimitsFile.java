package dev.flamestream.standalone.up;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.job.tenant.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file of limits in the data folder. */
final class LimitsFile {
    private LimitsFile() {}

    /** Writes one that says nothing where there is none, so that its user finds it; refuses one that is wrong. */
    static void prepare(Path file) throws StartFailure {
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, template());
            }
        } catch (IOException failure) {
            throw new StartFailure(file + ": cannot be written: " + failure.getMessage(), failure);
        }
        List<String> faults = new PolicyFile(file.toUri().toString()).faults();
        if (!faults.isEmpty()) {
            throw new StartFailure(String.join("\n", faults));
        }
    }

    private static String template() {
        StringBuilder text = new StringBuilder("""
                # What each tenant may do: docs/limits.md. It is read again every 10 s; flamestream limits shows what is in force.
                #
                # defaults:
                """);
        for (Limit limit : Limit.values()) {
            text.append("#   ")
                    .append(limit.key())
                    .append(": ")
                    .append(limit.format(limit.byDefault()))
                    .append('\n');
        }
        return text.append("""
                #
                # overrides:
                #   team-a:
                #     ingestion_rate_mb: 4
                """).toString();
    }
}
