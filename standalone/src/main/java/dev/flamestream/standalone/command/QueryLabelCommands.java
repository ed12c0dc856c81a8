package dev.flamestream.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The questions about what there is: series, labels, profile types. */
final class QueryLabelCommands {
    private QueryLabelCommands() {}

    private static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(
                field.isEmpty() ? element.asText() : element.path(field).asText()));
        return texts;
    }

    private static void addMatchers(ObjectNode request, String selector) {
        if (!selector.isEmpty()) {
            request.putArray("matchers").add(selector);
        }
    }

    /** {@code flamestream query series}. */
    @Command(name = "series", description = "The series, one line of labels each.", mixinStandardHelpOptions = true)
    static final class Series implements Callable<Integer> {
        @Mixin
        private QueryOptions options = new QueryOptions();

        @Option(names = "--query", paramLabel = "SELECTOR", defaultValue = "{}", description = "default: everything")
        private String selector = "";

        @Option(names = "--label-name", paramLabel = "NAME", description = "Only these labels; may be repeated")
        private List<String> names = new ArrayList<>();

        @Override
        public Integer call() throws CommandFailure {
            ObjectNode request = options.request();
            addMatchers(request, selector);
            names.forEach(request.putArray("labelNames")::add);
            options.print(options.ask("Series", request), answer -> {
                List<String> lines = new ArrayList<>();
                answer.path("labelsSet").forEach(set -> lines.add(labels(set).toString()));
                return lines;
            });
            return 0;
        }

        private static Labels labels(JsonNode set) {
            Map<String, String> pairs = new LinkedHashMap<>();
            set.path("labels")
                    .forEach(pair -> pairs.put(
                            pair.path("name").asText(), pair.path("value").asText()));
            return Labels.of(pairs);
        }
    }

    /** {@code flamestream query labels}. */
    @Command(name = "labels", description = "The names of labels.", mixinStandardHelpOptions = true)
    static final class LabelNames implements Callable<Integer> {
        @Mixin
        private QueryOptions options = new QueryOptions();

        @Option(names = "--query", paramLabel = "SELECTOR", defaultValue = "", description = "default: everything")
        private String selector = "";

        @Override
        public Integer call() throws CommandFailure {
            ObjectNode request = options.request();
            addMatchers(request, selector);
            options.print(options.ask("LabelNames", request), answer -> texts(answer.path("names"), ""));
            return 0;
        }
    }

    /** {@code flamestream query label-values}. */
    @Command(name = "label-values", description = "The values of one label.", mixinStandardHelpOptions = true)
    static final class LabelValues implements Callable<Integer> {
        @Mixin
        private QueryOptions options = new QueryOptions();

        @Option(names = "--query", paramLabel = "SELECTOR", defaultValue = "", description = "default: everything")
        private String selector = "";

        @Parameters(paramLabel = "NAME", description = "The label, e.g. service_name")
        private String name = "";

        @Override
        public Integer call() throws CommandFailure {
            ObjectNode request = options.request().put("name", name);
            addMatchers(request, selector);
            options.print(options.ask("LabelValues", request), answer -> texts(answer.path("names"), ""));
            return 0;
        }
    }

    /** {@code flamestream query profile-types}. */
    @Command(name = "profile-types", description = "The types of profiles.", mixinStandardHelpOptions = true)
    static final class ProfileTypes implements Callable<Integer> {
        @Mixin
        private QueryOptions options = new QueryOptions();

        @Override
        public Integer call() throws CommandFailure {
            options.print(
                    options.ask("ProfileTypes", options.request()), answer -> texts(answer.path("profileTypes"), "ID"));
            return 0;
        }
    }
}
