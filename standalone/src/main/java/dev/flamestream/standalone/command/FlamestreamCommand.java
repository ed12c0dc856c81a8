package dev.flamestream.standalone.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code flamestream}: the command that holds the verbs.
 *
 * <p>Exit status 0 when done, 1 when it failed, 2 when it was called wrongly. Either way the reason is one line on the
 * error stream and never a stack trace; those are in the log.
 */
@Command(
        name = "flamestream",
        description = "A continuous-profiling database on Kafka, Flink and Parquet.",
        mixinStandardHelpOptions = true,
        version = "flamestream 0.1.0",
        footer = {
            "The script ./flamestream has two more: bench, which builds and runs the benchmarks,",
            "and cluster, which runs each part as a process of its own."
        },
        subcommands = {
            UpCommand.class,
            AgentCommand.class,
            QueryServiceCommand.class,
            JobCommand.class,
            PushCommand.class,
            ReplayRejectsCommand.class,
            QueryCommand.class,
            LimitsCommand.class,
            InspectCommand.class
        })
public final class FlamestreamCommand implements Runnable {
    /** Status of a call that failed. */
    static final int FAILED = CommandLine.ExitCode.SOFTWARE;

    /** Set by picocli. */
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a verb and ends the process with its status. */
    public static void main(String[] arguments) {
        Logs.takeOverJdkLogging();
        Logs.toScratch();
        System.exit(commandLine().execute(arguments));
    }

    /** The command line with its two ways of failing. */
    static CommandLine commandLine() {
        return new CommandLine(new FlamestreamCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(FlamestreamCommand::calledWrongly)
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
        if (failure instanceof CommandFailure) {
            say(commandLine, firstLine(failure));
        } else {
            Logs.log(failure);
            say(
                    commandLine,
                    failure.getClass().getSimpleName() + ": " + firstLine(failure) + "; more in " + Logs.file());
        }
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
