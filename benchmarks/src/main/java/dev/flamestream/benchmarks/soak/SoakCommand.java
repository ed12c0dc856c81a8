package dev.flamestream.benchmarks.soak;

import dev.flamestream.standalone.flink.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flamestream bench soak}: many tenants for a long time. */
@Command(
        name = "soak",
        description =
                "Runs up under many tenants, services and series, prints its memory and state each minute, and counts all profiles at the end.",
        mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
    /** Set by picocli. */
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--minutes", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int minutes = 20;

    @Option(names = "--window-minutes", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int windowMinutes = 5;

    @Option(names = "--tenants", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int tenants = 50;

    @Option(names = "--services", paramLabel = "N", description = "Of all tenants; default: ${DEFAULT-VALUE}")
    private int services = 2_000;

    @Option(names = "--series", paramLabel = "N", description = "Of all services; default: ${DEFAULT-VALUE}")
    private int series = 100_000;

    @Option(names = "--rate", paramLabel = "N", description = "Profiles a second; default: ${DEFAULT-VALUE}")
    private double rate = 200;

    @Override
    public Integer call() throws Exception {
        if (minutes < 1 || windowMinutes < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "expected --minutes and --window-minutes of at least 1, found " + minutes + " and "
                            + windowMinutes);
        }
        Soak soak = new Soak(
                size(),
                Duration.ofMinutes(minutes),
                Duration.ofMinutes(windowMinutes),
                spec.commandLine().getOut());
        Path folder = Files.createTempDirectory("flamestream-soak");
        try {
            List<String> faults = soak.run(folder);
            faults.forEach(spec.commandLine().getErr()::println);
            return faults.isEmpty() ? 0 : 1;
        } finally {
            FolderTree.delete(folder);
        }
    }

    private SoakSize size() {
        try {
            return new SoakSize(tenants, services, series, rate);
        } catch (IllegalArgumentException fault) {
            throw new CommandLine.ParameterException(spec.commandLine(), fault.getMessage());
        }
    }
}
