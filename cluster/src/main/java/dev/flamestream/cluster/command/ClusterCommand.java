package dev.flamestream.cluster.command;

import dev.flamestream.cluster.part.ClusterFailure;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code flamestream cluster}: the system as it is run, each part a process of its own.
 *
 * <p>Exit status 0 when done, 1 when it failed, 2 when it was called wrongly; the reason is one line on the error stream.
 */
@Command(
        name = "flamestream cluster",
        description = "Run each part as a process of its own on this machine, as in production.",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, StatusCommand.class, DownCommand.class, ChaosCommand.class})
public final class ClusterCommand implements Runnable {
    /** Status of a call that failed. */
    static final int FAILED = CommandLine.ExitCode.SOFTWARE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a verb and ends the process with its status. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-cluster.xml");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ClusterCommand())
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(ClusterCommand::calledWrongly)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> failed(failure, commandLine));
    }

    /** Without a verb there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }

    private static int calledWrongly(ParameterException failure, String[] arguments) {
        CommandLine commandLine = failure.getCommandLine();
        say(
                commandLine,
                firstLine(failure) + "; see " + commandLine.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine commandLine) {
        boolean told = failure instanceof ClusterFailure || failure instanceof IOException;
        say(commandLine, (told ? "" : failure.getClass().getSimpleName() + ": ") + firstLine(failure));
        return FAILED;
    }

    private static void say(CommandLine commandLine, String line) {
        commandLine.getErr().println("flamestream: " + line);
        commandLine.getErr().flush();
    }

    private static String firstLine(Exception failure) {
        String message = failure.getMessage();
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }
}
