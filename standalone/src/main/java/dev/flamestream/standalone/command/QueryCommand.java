package dev.flamestream.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flamestream query}: asks a running query service; one verb a question. */
@Command(
        name = "query",
        description = "Ask a running query service.",
        mixinStandardHelpOptions = true,
        subcommands = {
            QueryProfileCommands.Flamegraph.class,
            QueryProfileCommands.Top.class,
            QueryProfileCommands.Pprof.class,
            QueryLabelCommands.Series.class,
            QueryLabelCommands.LabelNames.class,
            QueryLabelCommands.LabelValues.class,
            QueryLabelCommands.ProfileTypes.class
        })
final class QueryCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }
}
