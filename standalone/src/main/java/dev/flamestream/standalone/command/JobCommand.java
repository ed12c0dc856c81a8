package dev.flamestream.standalone.command;

import dev.flamestream.job.FlamestreamJob;
import dev.flamestream.job.JobConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flamestream job}: how the job is given to a Flink cluster. */
@Command(
        name = "job",
        description = "Print the jar and the arguments for 'flink run'.",
        mixinStandardHelpOptions = true)
final class JobCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "default ${DEFAULT-VALUE}")
    private String kafka = "";

    @Option(
            names = "--blocks",
            paramLabel = "URI",
            defaultValue = "s3://flamestream",
            description = "default ${DEFAULT-VALUE}")
    private String blocks = "";

    @Option(names = "--window", paramLabel = "DURATION", defaultValue = "10m", description = "default ${DEFAULT-VALUE}")
    private String window = "";

    @Override
    public Integer call() throws CommandFailure {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("kafka", kafka);
        values.put("blocks", blocks);
        values.put("window", window);
        try {
            JobConfig.of(values);
        } catch (IllegalArgumentException failure) {
            throw new ParameterException(spec.commandLine(), String.valueOf(failure.getMessage()), failure);
        }
        StringBuilder line = new StringBuilder("-c " + FlamestreamJob.class.getName() + " '" + jar() + "'");
        values.forEach((key, value) ->
                line.append(" --").append(key).append(" '").append(value).append("'"));
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** The jar that holds the job and what a cluster has not; the launcher says where it built it. */
    private static Path jar() throws CommandFailure {
        Path jar = Path.of(System.getProperty("flamestream.root", "."), "job", "target", "flink", "flamestream-job.jar")
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new CommandFailure("the job's jar is not at " + jar + "; ./flamestream builds it");
        }
        return jar;
    }
}
