package dev.flamestream.standalone.command;

import dev.flamestream.query.QueryServiceMain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flamestream query-service}: the query service and its page alone, until Ctrl-C. */
@Command(
        name = "query-service",
        description = {
            "Answer queries over a Flink job and a block store, until Ctrl-C.",
            "Settings come from the file and from variables: FLAMESTREAM_HTTP_PORT is http.port."
        },
        mixinStandardHelpOptions = true)
final class QueryServiceCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "A properties file")
    private @Nullable Path config;

    @Override
    public Integer call() throws InterruptedException {
        Logs.toTerminal();
        // Its own main reads the variables and says in a line what is wrong with them.
        QueryServiceMain.main(config == null ? new String[0] : new String[] {config.toString()});
        return 0;
    }
}
