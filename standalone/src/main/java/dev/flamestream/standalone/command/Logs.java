package dev.flamestream.standalone.command;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the log of this process goes: decided before the first line is logged, since the logging back end reads it once. */
final class Logs {
    /** Read by logback.xml. */
    private static final String FOLDER_PROPERTY = "flamestream.logs";

    private Logs() {}

    /** Libraries that log through the JDK would write traces to the terminal: they go where all else goes. */
    static void takeOverJdkLogging() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** For verbs that end soon, whose log nobody looks for: below the system's folder for such files. */
    static void toScratch() {
        if (System.getProperty(FOLDER_PROPERTY) == null) {
            to(Path.of(System.getProperty("java.io.tmpdir"), "flamestream-" + System.getProperty("user.name")));
        }
    }

    /** For a process with a data folder. */
    static void to(Path folder) {
        System.setProperty(FOLDER_PROPERTY, folder.toString());
    }

    /** For verbs that run as services, whose log goes where their terminal goes. */
    static void toTerminal() {
        System.setProperty("logback.configurationFile", "logback-terminal.xml");
    }

    static Path file() {
        return Path.of(System.getProperty(FOLDER_PROPERTY, "logs")).resolve("flamestream.log");
    }

    static void log(Exception failure) {
        // Looked up here and not in a static field: the folder is known only once the options are read.
        Logger log = LoggerFactory.getLogger(FlamestreamCommand.class);
        log.atError().setCause(failure).log("command failed");
    }
}
