package dev.flamestream.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.standalone.query.QuerierClient;
import dev.flamestream.standalone.query.QueryFailure;
import dev.flamestream.standalone.query.TimeExpression;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every question has: whom to ask, for whom, about what time, and whether a person or a program reads the answer. */
final class QueryOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            defaultValue = "http://localhost:4040",
            description = "The query service; default ${DEFAULT-VALUE}")
    private URI url = URI.create("");

    @Option(
            names = "--tenant",
            defaultValue = "",
            description = "Whose profiles, of several a|b; default: the service's own choice")
    private String tenant = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "now-1h",
            description = "now-90m, RFC 3339 or unix time; default ${DEFAULT-VALUE}")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", defaultValue = "now", description = "default ${DEFAULT-VALUE}")
    private String to = "";

    @Option(names = "--json", description = "Print the service's answer as it is")
    private boolean json;

    /** The time asked about, in unix milliseconds. */
    record Times(long startMillis, long endMillis) {}

    Times times() {
        Instant now = Instant.now();
        Times times = new Times(millis("--from", from, now), millis("--to", to, now));
        if (times.startMillis >= times.endMillis) {
            throw new ParameterException(
                    spec.commandLine(), "--from: expected before --to, found " + from + " and " + to);
        }
        return times;
    }

    private long millis(String option, String text, Instant now) {
        try {
            return TimeExpression.parse(text, now).toEpochMilli();
        } catch (IllegalArgumentException failure) {
            throw new ParameterException(spec.commandLine(), option + ": " + failure.getMessage(), failure);
        }
    }

    /** A request body with its times set. */
    ObjectNode request() {
        Times times = times();
        return JsonNodeFactory.instance
                .objectNode()
                .put("start", times.startMillis)
                .put("end", times.endMillis);
    }

    QuerierClient client() {
        if (url.getScheme() == null || !url.getScheme().startsWith("http") || url.getHost() == null) {
            throw new ParameterException(spec.commandLine(), "--url: expected http://HOST:PORT, found '" + url + "'");
        }
        return new QuerierClient(url, tenant);
    }

    JsonNode ask(String method, JsonNode request) throws CommandFailure {
        QuerierClient client = client();
        try {
            return client.askJson(method, request);
        } catch (QueryFailure failure) {
            throw new CommandFailure(failure);
        }
    }

    /** Prints the answer, or what a person sees of it. */
    void print(JsonNode answer, TextOf text) throws CommandFailure {
        try {
            printLines(json ? List.of(client().toText(answer)) : text.lines(answer));
        } catch (QueryFailure failure) {
            throw new CommandFailure(failure);
        }
    }

    void printLines(List<String> lines) {
        lines.forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
    }

    /** An answer's lines for a terminal. */
    @FunctionalInterface
    interface TextOf {
        List<String> lines(JsonNode answer) throws QueryFailure;
    }
}
