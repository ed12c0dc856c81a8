package dev.flamestream.standalone.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** What a person gets who types a command: its status and the lines on both streams. */
record Called(int status, List<String> out, List<String> err) {
    static Called with(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                FlamestreamCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = commandLine.execute(arguments);
        return new Called(
                status, out.toString().lines().toList(), err.toString().lines().toList());
    }
}
