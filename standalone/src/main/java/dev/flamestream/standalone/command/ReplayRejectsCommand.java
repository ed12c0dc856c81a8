package dev.flamestream.standalone.command;

import dev.flamestream.engine.profile.RejectReason;
import dev.flamestream.standalone.push.RejectReplay;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flamestream replay-rejects}: sends refused records back once their reason is gone. */
@Command(
        name = "replay-rejects",
        description = {
            "Send records of profiles.rejected back to where they came from, as they were.",
            "A second call goes on where the first one ended."
        },
        mixinStandardHelpOptions = true)
final class ReplayRejectsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            required = true,
            description = "Only those refused for it, e.g. head_full")
    private String reason = "";

    @Override
    public Integer call() throws CommandFailure {
        List<String> reasons =
                Arrays.stream(RejectReason.values()).map(RejectReason::wireName).toList();
        if (!reasons.contains(reason)) {
            throw new ParameterException(
                    spec.commandLine(), "--reason: expected one of " + reasons + ", found '" + reason + "'");
        }
        try {
            RejectReplay.Outcome outcome = new RejectReplay(kafka.access(), reason).run();
            spec.commandLine()
                    .getOut()
                    .println("sent " + outcome.sent() + " records refused for " + reason + "; " + outcome.repeated()
                            + " repeats and " + outcome.withoutValue() + " without their value were left");
            spec.commandLine().getOut().flush();
            return 0;
        } catch (IOException | KafkaException failure) {
            throw new CommandFailure(failure);
        }
    }
}
