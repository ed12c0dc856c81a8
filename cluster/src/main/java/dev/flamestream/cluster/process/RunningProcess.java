package dev.flamestream.cluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of a part, named by its number and the moment it began: the number alone may be another's by now. */
public record RunningProcess(long pid, Instant since) {
    /** Systems tell the start by a clock that is set now and then; two processes of one number are further apart. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private static final Pattern MEMORY = Pattern.compile("^(VmRSS|VmHWM):\\s+(\\d+) kB", Pattern.MULTILINE);

    /** The process as it was written down, if that one still lives. */
    static Optional<RunningProcess> find(long pid, Instant since) {
        return handle(pid, since).map(found -> new RunningProcess(pid, since));
    }

    /** A process that was just started. */
    static RunningProcess of(Process process) {
        return new RunningProcess(process.pid(), process.info().startInstant().orElseGet(Instant::now));
    }

    /** Whether it lives; a stopped one does. */
    public boolean isAlive() {
        return handle(pid, since).isPresent();
    }

    /** Asks it to end. */
    public void terminate() {
        handle(pid, since).ifPresent(ProcessHandle::destroy);
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        handle(pid, since).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Waits for its end. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        Optional<ProcessHandle> handle = handle(pid, since);
        if (handle.isEmpty()) {
            return true;
        }
        try {
            handle.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException failure) {
            return !isAlive();
        }
    }

    /** Sends a signal by its name, e.g. STOP. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("process " + pid + " does not take the signal " + name);
        }
    }

    /** What it holds in memory now; 0 where the system does not say. */
    public long residentBytes() {
        return memoryBytes("VmRSS");
    }

    /** The most it held in memory so far; 0 where the system does not say. */
    public long peakResidentBytes() {
        return memoryBytes("VmHWM");
    }

    private long memoryBytes(String line) {
        try {
            Matcher matcher = MEMORY.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            while (matcher.find()) {
                if (matcher.group(1).equals(line)) {
                    return Long.parseLong(matcher.group(2)) << 10;
                }
            }
        } catch (IOException gone) {
            return 0;
        }
        return 0;
    }

    private static Optional<ProcessHandle> handle(long pid, Instant since) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(start -> Duration.between(start, since).abs().compareTo(SAME_START) < 0)
                        .orElse(true));
    }
}
