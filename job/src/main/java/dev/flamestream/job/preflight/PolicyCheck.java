package dev.flamestream.job.preflight;

import dev.flamestream.job.tenant.PolicyFile;
import java.util.List;

/** Whether the limits' file can be read and says what it may: tasks that find it wrong go on with the defaults. */
final class PolicyCheck implements Preflight.Check {
    private final PolicyFile file;

    PolicyCheck(PolicyFile file) {
        this.file = file;
    }

    @Override
    public List<Finding> look() {
        return file.faults().stream().map(Finding::wrong).toList();
    }

    @Override
    public String toString() {
        return "limits " + file.uri();
    }
}
