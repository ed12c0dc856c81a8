package dev.flamestream.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * All results of a run.
 *
 * @param templates what the workloads were made of
 * @param results in order of rows
 */
public record Report(String templates, List<Result> results) {
    private static final List<String> HEADINGS = List.of("#", "what", "workload", "measured", "target", "", "of");

    public Report {
        results = results.stream().sorted(Comparator.comparingInt(Result::row)).toList();
    }

    /** A table in columns as wide as they must be. */
    public String toTable() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        results.forEach(result -> rows.add(cells(result)));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        long missed = results.stream().filter(Result::isMissed).count();
        long targets =
                results.stream().filter(result -> result.target().isPresent()).count();
        return text.append(targets - missed)
                .append(" of ")
                .append(targets)
                .append(" targets met; workloads made from ")
                .append(templates)
                .append("; ")
                .append(machine())
                .append('\n')
                .toString();
    }

    /** Writes everything as one JSON object. */
    public void writeJson(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        root.put("templates", templates);
        root.put("machine", machine());
        ArrayNode array = root.putArray("results");
        for (Result result : results) {
            ObjectNode node = array.addObject();
            node.put("row", result.row());
            node.put("what", result.what());
            node.put("workload", result.workload());
            node.put("value", result.value());
            node.put("unit", result.unit());
            result.target().ifPresent(target -> {
                node.put(target.atMost() ? "atMost" : "atLeast", target.bound());
                node.put("met", !result.isMissed());
            });
            node.put("detail", result.detail());
        }
        json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }

    private static List<String> cells(Result result) {
        return List.of(
                Integer.toString(result.row()),
                result.what(),
                result.workload(),
                figure(result.value()) + " " + result.unit(),
                result.target()
                        .map(target -> (target.atMost() ? "<= " : ">= ") + figure(target.bound()))
                        .orElse("-"),
                result.target().isEmpty() ? "" : result.isMissed() ? "MISSED" : "met",
                result.detail());
    }

    private static String figure(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, Java "
                + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }
}
