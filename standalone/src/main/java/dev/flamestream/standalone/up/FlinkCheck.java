package dev.flamestream.standalone.up;

import dev.flamestream.standalone.flink.RunningJob;
import java.io.IOException;
import java.util.Optional;

/** Whether Flink still has its one task manager: it ends after an error it does not survive, and nothing starts another. */
record FlinkCheck(RunningJob job) implements Watchdog.Check {
    @Override
    public Optional<String> failure() throws IOException {
        return job.taskManagerCount() > 0
                ? Optional.empty()
                : Optional.of("stopping: Flink has lost its task manager; started again, it goes on where it was");
    }
}
