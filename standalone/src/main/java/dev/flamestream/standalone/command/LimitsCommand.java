package dev.flamestream.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flamestream.standalone.query.QuerierClient;
import dev.flamestream.standalone.query.QueryFailure;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flamestream limits}: what is in force of a tenant, and where each value comes from. */
@Command(
        name = "limits",
        description = "Show what is in force of a tenant, and where each value comes from.",
        mixinStandardHelpOptions = true)
final class LimitsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            defaultValue = "http://localhost:4040",
            description = "The query service; default ${DEFAULT-VALUE}")
    private URI url = URI.create("");

    @Option(names = "--tenant", defaultValue = "", description = "Whose limits; default: the service's own choice")
    private String tenant = "";

    @Option(names = "--json", description = "Print the service's answer as it is")
    private boolean json;

    @Override
    public Integer call() throws CommandFailure {
        if (url.getScheme() == null || !url.getScheme().startsWith("http") || url.getHost() == null) {
            throw new ParameterException(spec.commandLine(), "--url: expected http://HOST:PORT, found '" + url + "'");
        }
        QuerierClient client = new QuerierClient(url, tenant);
        try {
            JsonNode answer = client.getJson("api/limits");
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(client.toText(answer));
            } else {
                print(answer, out);
            }
            out.flush();
            return 0;
        } catch (QueryFailure failure) {
            throw new CommandFailure(failure);
        }
    }

    private static void print(JsonNode answer, PrintWriter out) {
        out.println("tenant " + answer.path("tenant").asText());
        for (JsonNode limit : answer.path("limits")) {
            out.printf(
                    "%-37s %-10s %s%n",
                    limit.path("name").asText(),
                    limit.path("value").asText(),
                    limit.path("origin").asText());
        }
        out.println(answer.path("relabelingRules").asInt() + " relabelling rules, "
                + answer.path("samplingRules").asInt() + " sampling rules");
        if (answer.path("fileIsFaulty").asBoolean()) {
            out.println("the limits' file as it is now cannot be used; the service's log says why");
        }
    }
}
