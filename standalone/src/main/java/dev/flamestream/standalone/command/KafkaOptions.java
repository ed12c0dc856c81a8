package dev.flamestream.standalone.command;

import dev.flamestream.standalone.push.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where Kafka is, for the commands that talk to it. */
final class KafkaOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka's bootstrap servers; default ${DEFAULT-VALUE}")
    private String servers = "";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, for TLS and SASL, as Kafka's own tools take them")
    private @Nullable Path file;

    KafkaAccess access() {
        if (file == null) {
            return KafkaAccess.to(servers);
        }
        try {
            return KafkaAccess.read(servers, file);
        } catch (IOException failure) {
            throw new ParameterException(spec.commandLine(), "--kafka-config: " + failure.getMessage(), failure);
        }
    }

    /** A fault of what was given here, told as such. */
    ParameterException faulty(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ParameterException(spec.commandLine(), "--kafka: " + root.getMessage(), failure);
    }
}
