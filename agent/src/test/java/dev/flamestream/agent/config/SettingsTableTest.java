package dev.flamestream.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.schemas.yaml.ConfigFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/configuration/agent.md says what the code does. */
class SettingsTableTest {
    private static final Pattern SETTING =
            Pattern.compile("^\\| `([^`]+)` \\| `(FLAMESTREAM_[A-Z_]+)` \\|([^|]*)\\|", Pattern.MULTILINE);
    private static final Pattern JOB_KEY = Pattern.compile("^\\| `([a-z_]+)` \\| (?!`FLAME)", Pattern.MULTILINE);
    private static final Pattern KNOWN = Pattern.compile("unknown key; known here: (.*)");

    private static String page() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("ARCHITECTURE.md"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new AssertionError(
                        "no root of the project above " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return Files.readString(folder.resolve("docs/configuration/agent.md"));
    }

    private static List<String> knownKeys(String text) {
        List<String> known = new ArrayList<>();
        var unused = AgentConfigReader.ofText("agent.yaml", text).<Boolean>fold(config -> false, faults -> {
            for (ConfigFault fault : faults) {
                Matcher matcher = KNOWN.matcher(fault.message());
                if (matcher.matches()) {
                    known.addAll(List.of(matcher.group(1).split(", ", -1)));
                }
            }
            return true;
        });
        return known;
    }

    @Test
    void namesEachSettingWithItsVariable() throws Exception {
        List<String> keys = new ArrayList<>();
        Matcher rows = SETTING.matcher(page());
        while (rows.find()) {
            keys.add(rows.group(1));
            assertThat(rows.group(2)).isEqualTo(Overrides.variableOf(rows.group(1)));
        }

        List<String> known = new ArrayList<>(Overrides.KEYS);
        Overrides.MAPPINGS.forEach(mapping -> known.add(mapping + ".NAME"));
        assertThat(keys).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void namesEachKeyOfTheFile() throws Exception {
        TreeSet<String> expected = new TreeSet<>();
        for (String parent : List.of("kafka", "server", "self_profiling", "global")) {
            knownKeys(parent + ": {none: 1}").stream()
                    .filter(key -> !key.equals("properties"))
                    .forEach(key -> expected.add(parent + "." + key));
        }
        knownKeys("none: 1").stream()
                .filter(key -> !List.of(
                                "kafka", "server", "self_profiling", "global", "scrape_configs", "external_labels")
                        .contains(key))
                .forEach(expected::add);
        assertThat(Overrides.KEYS).containsExactlyInAnyOrderElementsOf(expected);

        List<String> jobKeys = new ArrayList<>();
        Matcher rows = JOB_KEY.matcher(page());
        while (rows.find()) {
            jobKeys.add(rows.group(1));
        }
        assertThat(jobKeys)
                .containsExactlyInAnyOrderElementsOf(
                        knownKeys("scrape_configs: [{job_name: a, static_configs: [], none: 1}]"));
    }

    @Test
    void givesEachDefault() throws Exception {
        String minimal = "kafka: {bootstrap_servers: \"kafka:9092\"}";
        List<String> flags = new ArrayList<>();
        Matcher rows = SETTING.matcher(page());
        while (rows.find()) {
            if (rows.group(3).strip().startsWith("`")) {
                flags.add("--" + rows.group(1) + "="
                        + rows.group(3).replace("`", "").strip());
            }
        }

        LoadedConfig withDefaults = AgentConfigReader.ofText("agent.yaml", minimal, Overrides.of(Map.of(), flags));

        assertThat(flags).hasSize(12);
        assertThat(withDefaults).isEqualTo(AgentConfigReader.ofText("agent.yaml", minimal));
    }
}
