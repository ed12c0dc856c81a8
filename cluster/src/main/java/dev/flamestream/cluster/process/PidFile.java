package dev.flamestream.cluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that says which process a part is: {@code PID STARTED-UNIX-MILLIS}. */
public record PidFile(Path file) {
    private static final Pattern CONTENT = Pattern.compile("(\\d{1,18}) (\\d{1,18})\\s*");

    /** The process that the file names, if it still lives. */
    public Optional<RunningProcess> running() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Matcher content = CONTENT.matcher(Files.readString(file));
        if (!content.matches()) {
            throw new IOException(file + ": expected a process and when it began, found something else");
        }
        return RunningProcess.find(
                Long.parseLong(content.group(1)), Instant.ofEpochMilli(Long.parseLong(content.group(2))));
    }

    /** Whether a process was started and not taken down since. */
    public boolean isThere() {
        return Files.exists(file);
    }

    void write(RunningProcess process) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, process.pid() + " " + process.since().toEpochMilli() + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Forgets the process. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
