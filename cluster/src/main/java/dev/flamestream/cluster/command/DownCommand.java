package dev.flamestream.cluster.command;

import dev.flamestream.cluster.part.Cluster;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cluster down}: stops every part. */
@Command(
        name = "down",
        description =
                "Stop every part, last started first; what does not stop in time is killed. Nothing is lost either way.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        int killed = new Cluster(options.found()).stop(line -> say("  " + line));
        say(killed == 0 ? "all stopped" : "all stopped, " + killed + " of them by a kill");
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
