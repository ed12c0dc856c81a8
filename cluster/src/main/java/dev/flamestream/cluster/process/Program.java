package dev.flamestream.cluster.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Java program as it is started.
 *
 * @param name of the part, which its files are named after
 * @param jvm options of the JVM, its memory first
 * @param classPath as the JVM takes it
 * @param main the class to run, with its arguments
 * @param environment beside this process' own
 */
public record Program(
        String name, List<String> jvm, String classPath, List<String> main, Map<String, String> environment) {
    /** Copies the collections. */
    public Program {
        jvm = List.copyOf(jvm);
        main = List.copyOf(main);
        environment = Map.copyOf(environment);
    }

    /** Starts it; its output is appended to the log, and it goes on when this process ends. */
    public RunningProcess start(Path log, PidFile pidFile) throws IOException {
        RunningProcess process = RunningProcess.of(launch(log));
        pidFile.write(process);
        return process;
    }

    /** Starts it as a child that the caller waits for. */
    public Process launch(Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath));
        command.addAll(main);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // glibc otherwise keeps an arena for each of the many threads that native code allocates from.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
