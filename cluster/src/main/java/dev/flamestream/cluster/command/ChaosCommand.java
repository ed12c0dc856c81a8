package dev.flamestream.cluster.command;

import dev.flamestream.cluster.chaos.ChaosReport;
import dev.flamestream.cluster.chaos.ChaosRun;
import dev.flamestream.cluster.chaos.ChaosSettings;
import dev.flamestream.cluster.fault.FaultKind;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.part.Cluster;
import dev.flamestream.cluster.part.ClusterFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster chaos}: a cluster of its own under load, and one fault after another. Status 1 if a promise was broken. */
@Command(
        name = "chaos",
        description =
                "Start a cluster, put it under a load of known sums, kill and freeze its parts, and check every answer.",
        mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long faults are done; start and final checks come on top; default ${DEFAULT-VALUE}")
    private int minutes;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "20261123", description = "default ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "300",
            description = "Profiles a second; default ${DEFAULT-VALUE}")
    private int rate;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "KIND",
            description = "Only these faults: kill-, freeze- and taskmanager, jobmanager, kafka, query, agent or s3;"
                    + " slow-s3, failing-s3, rescale")
    private List<String> only = List.of();

    @Option(
            names = "--overlap",
            paramLabel = "PERCENT",
            defaultValue = "20",
            description =
                    "After so many of a hundred faults the next begins before all is well; default ${DEFAULT-VALUE}")
    private int overlapPercent;

    @Option(names = "--window-seconds", paramLabel = "N", defaultValue = "30", description = "default ${DEFAULT-VALUE}")
    private int windowSeconds;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "default ${DEFAULT-VALUE}")
    private int checkpointSeconds;

    @Override
    public Integer call() throws ClusterFailure, IOException, InterruptedException {
        ClusterSettings settings;
        ChaosSettings chaos;
        try {
            settings = options.settings(Duration.ofSeconds(windowSeconds), Duration.ofSeconds(checkpointSeconds), true);
            chaos = new ChaosSettings(Duration.ofMinutes(minutes), seed, rate, kinds(), overlapPercent, 0);
        } catch (IllegalArgumentException failure) {
            throw new ParameterException(spec.commandLine(), failure.getMessage(), failure);
        }
        ChaosReport report = new ChaosRun(new Cluster(settings), chaos, this::say).run();
        report.lines().forEach(this::say);
        Path file = settings.folder().root().resolve("chaos-" + Instant.now().getEpochSecond() + ".json");
        Files.writeString(file, report.toJson());
        say("written to " + file);
        return report.holds() ? 0 : ClusterCommand.FAILED;
    }

    private List<FaultKind> kinds() {
        if (only.isEmpty()) {
            return List.of(FaultKind.values());
        }
        return only.stream()
                .map(label -> FaultKind.parse(label)
                        .orElseThrow(() -> new IllegalArgumentException("--only: no such fault: " + label)))
                .toList();
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
