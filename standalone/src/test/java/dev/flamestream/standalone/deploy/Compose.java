package dev.flamestream.standalone.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docker/compose.yaml with the variables of docker/.env in their places. */
final class Compose {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)(:[?-][^}]*)?}");

    private final Tree root;

    private Compose(Tree root) {
        this.root = root;
    }

    static Compose read() {
        Map<String, String> variables = new LinkedHashMap<>();
        ProjectFiles.text("docker/.env")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line ->
                        variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        String text = VARIABLE.matcher(ProjectFiles.text("docker/compose.yaml")).replaceAll(match -> {
            String value = variables.get(match.group(1));
            if (value == null) {
                throw new AssertionError("docker/.env: " + match.group(1) + " is missing");
            }
            return Matcher.quoteReplacement(value);
        });
        return new Compose(ProjectFiles.yamlOf("docker/compose.yaml", text).get(0));
    }

    Tree root() {
        return root;
    }

    Map<String, Tree> services() {
        Map<String, Tree> services = new LinkedHashMap<>();
        Tree all = root.get("services");
        all.map().keySet().forEach(name -> services.put(name, all.get(name)));
        return services;
    }

    Tree service(String name) {
        return root.at("services", name);
    }

    Map<String, String> environment(String service) {
        return service(service).get("environment").settings();
    }

    /** Flink's settings, which stand in one variable as lines. */
    Map<String, String> flinkProperties(String service) {
        return ProjectFiles.yamlOf(
                        "FLINK_PROPERTIES of " + service,
                        service(service).at("environment", "FLINK_PROPERTIES").text())
                .get(0)
                .settings();
    }

    /** Key and value pairs of a command, {@code --key value}, from the first key on. */
    static Map<String, String> arguments(List<String> command) {
        Map<String, String> arguments = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>(command);
        while (!rest.isEmpty() && !rest.get(0).startsWith("--")) {
            rest.remove(0);
        }
        for (int i = 0; i + 1 < rest.size(); i += 2) {
            arguments.put(rest.get(i).substring(2), rest.get(i + 1));
        }
        return arguments;
    }
}
