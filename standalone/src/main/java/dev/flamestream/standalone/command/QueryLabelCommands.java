package dev.flamestream.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    @Command(
            name = "series",
            description = {
                "The series, one line of labels each.",
                "Of the labels that begin with __ only __profile_type__ is shown, and those of --label-name; series that "
                        + "differ in hidden ones alone share a line. --all shows all, and --json the answer as it is."
            },
            mixinStandardHelpOptions = true)
    static final class Series implements Callable<Integer> {
        private static final String PRIVATE_PREFIX = "__";
        private static final String PROFILE_TYPE = "__profile_type__";

        @Mixin
        private QueryOptions options = new QueryOptions();

        @Option(names = "--query", paramLabel = "SELECTOR", defaultValue = "{}", description = "default: everything")
        private String selector = "";

        @Option(names = "--label-name", paramLabel = "NAME", description = "Only these labels; may be repeated")
        private List<String> names = new ArrayList<>();

        @Option(names = "--all", description = "Also show labels that begin with __")
        private boolean all;

        @Override
        public Integer call() throws CommandFailure {
            ObjectNode request = options.request();
            addMatchers(request, selector);
            names.forEach(request.putArray("labelNames")::add);
            options.print(options.ask("Series", request), answer -> {
                Set<String> lines = new LinkedHashSet<>();
                answer.path("labelsSet").forEach(set -> lines.add(labels(set).toString()));
                return List.copyOf(lines);
            });
            return 0;
        }

        private boolean isShown(String name) {
            return all || !name.startsWith(PRIVATE_PREFIX) || name.equals(PROFILE_TYPE) || names.contains(name);
        }

        private Labels labels(JsonNode set) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (JsonNode pair : set.path("labels")) {
                String name = pair.path("name").asText();
                if (isShown(name)) {
                    pairs.put(name, pair.path("value").asText());
                }
            }
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
