package dev.flamestream.agent.config;

import dev.flamestream.agent.publish.KafkaSettings;
import dev.flamestream.agent.publish.PublisherSettings;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.schemas.yaml.Faults;
import dev.flamestream.schemas.yaml.PrometheusDuration;
import dev.flamestream.schemas.yaml.YamlMapping;
import dev.flamestream.schemas.yaml.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the agent's YAML file, in the manner of Prometheus'.
 *
 * <pre>
 * tenant_id: anonymous
 * external_labels: {NAME: VALUE}
 * kafka: {bootstrap_servers: HOST:PORT, topic, buffer_size, buffer_profiles, delivery_timeout, properties}
 * server: {http_listen_address, http_listen_port}
 * self_profiling: {enabled, interval}
 * global: {scrape_interval, scrape_timeout, max_open_scrapes, max_concurrent_scrapes}
 * scrape_configs:
 *   - {job_name, scrape_interval, scrape_timeout, scheme, params, basic_auth, authorization, body_size_limit,
 *      profiling_config: {path_prefix, pprof_config: {NAME: {enabled, path, delta, seconds}}},
 *      static_configs: [{targets, labels}], file_sd_configs: [{files, refresh_interval}]}
 * </pre>
 */
public final class AgentConfigReader {
    private final Path folder;
    private final Faults faults;

    private AgentConfigReader(Path folder, Faults faults) {
        this.folder = folder;
        this.faults = faults;
    }

    /** Reads a file; relative paths in it are those of its folder. */
    public static LoadedConfig ofFile(Path file) {
        return ofFile(file, Overrides.NONE);
    }

    /** Reads a file and what was given beside it, which wins. */
    public static LoadedConfig ofFile(Path file, Overrides overrides) {
        Faults faults = new Faults(file.toString());
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        return new AgentConfigReader(folder, faults).load(YamlValue.ofFile(file, faults), overrides);
    }

    /** For an agent that has no file: it scrapes nothing, and may profile itself. */
    public static LoadedConfig ofOverrides(Overrides overrides) {
        Faults faults = new Faults("configuration");
        return new AgentConfigReader(Path.of("/"), faults).load(Optional.of(YamlValue.empty(faults)), overrides);
    }

    /** Reads a text as if it stood in a file of that name. */
    static LoadedConfig ofText(String file, String text) {
        return ofText(file, text, Overrides.NONE);
    }

    static LoadedConfig ofText(String file, String text, Overrides overrides) {
        Faults faults = new Faults(file);
        return new AgentConfigReader(Path.of("/etc"), faults).load(YamlValue.ofText(text, faults), overrides);
    }

    private LoadedConfig load(Optional<YamlValue> root, Overrides overrides) {
        if (root.isEmpty() && faults.isEmpty()) {
            faults.add(1, "", "the file is empty");
        }
        overrides.faults().forEach(faults::add);
        Optional<AgentConfig> config = root.map(value -> with(value, overrides))
                .flatMap(YamlValue::mapping)
                .map(this::read);
        if (config.isPresent() && faults.isEmpty()) {
            return new LoadedConfig.Valid(config.get());
        }
        return new LoadedConfig.Faulty(faults.sorted());
    }

    private static YamlValue with(YamlValue root, Overrides overrides) {
        YamlValue all = root;
        for (Overrides.Setting setting : overrides.settings()) {
            all = all.with(setting.path(), setting.value(), setting.origin());
        }
        return all;
    }

    private AgentConfig read(YamlMapping root) {
        String tenant = root.text("tenant_id", RecordFormat.DEFAULT_TENANT);
        if (!RecordFormat.isTenantName(tenant)) {
            root.fault(
                    "tenant_id",
                    "expected 1 to " + RecordFormat.MAX_TENANT_LENGTH + " of A-Z a-z 0-9 ! - _ . * ' ( ), found \""
                            + tenant + "\"");
        }
        PublisherSettings kafka = kafka(root);
        ServerSettings server =
                root.mapping("server").map(AgentConfigReader::server).orElse(ServerSettings.DEFAULT);
        SelfProfilingSettings selfProfiling = root.mapping("self_profiling")
                .map(AgentConfigReader::selfProfiling)
                .orElse(SelfProfilingSettings.DEFAULT);
        Optional<YamlMapping> global = root.mapping("global");
        ScrapeJobReader jobs = jobReader(global);
        ScrapeLimits limits = global.map(AgentConfigReader::limits).orElse(ScrapeLimits.DEFAULT);
        global.ifPresent(YamlMapping::refuseOthers);
        AgentConfig config = new AgentConfig(
                tenant,
                TargetGroupReader.labels(root, TargetGroupReader.EXTERNAL_LABELS),
                kafka,
                server,
                selfProfiling,
                limits,
                jobs(root, jobs));
        root.refuseOthers();
        return config;
    }

    private PublisherSettings kafka(YamlMapping root) {
        PublisherSettings orElse = PublisherSettings.of("localhost:9092");
        Optional<YamlMapping> given = root.mapping("kafka");
        if (given.isEmpty()) {
            if (root.value("kafka").isEmpty()) {
                root.fault("kafka", "is required, with bootstrap_servers in it");
            }
            return orElse;
        }
        YamlMapping kafka = given.get();
        String servers = kafka.requiredText("bootstrap_servers").replace(" ", "");
        if (!servers.isEmpty() && !PublisherSettings.isServerList(servers)) {
            kafka.fault("bootstrap_servers", "expected host:port,host:port,... found \"" + servers + "\"");
        }
        String topic = kafka.text("topic", RecordFormat.TOPIC);
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
            kafka.fault("topic", "expected 1 to 249 of a-z A-Z 0-9 . _ -, found \"" + topic + "\"");
        }
        long bytes = kafka.bytes("buffer_size").orElse(orElse.bufferBytes());
        if (bytes < RecordFormat.MAX_RECORD_BYTES) {
            kafka.fault("buffer_size", "expected at least 16MiB, which is one record, found " + bytes + " bytes");
        }
        int profiles = kafka.integer("buffer_profiles", 1, 10_000_000).orElse(orElse.bufferProfiles());
        Duration timeout = ScrapeJobReader.atLeast(
                kafka, "delivery_timeout", PublisherSettings.MIN_DELIVERY_TIMEOUT, orElse.deliveryTimeout());
        Map<String, String> properties = properties(kafka);
        kafka.refuseOthers();
        return faults.isEmpty() ? new PublisherSettings(servers, topic, bytes, profiles, timeout, properties) : orElse;
    }

    private static Map<String, String> properties(YamlMapping kafka) {
        Map<String, String> properties = kafka.texts("properties");
        kafka.mapping("properties").ifPresent(mapping -> {
            for (String key : mapping.keys()) {
                if (KafkaSettings.RESERVED.contains(key)) {
                    mapping.fault(key, "is set by the agent itself");
                } else if (!KafkaSettings.isKnown(key)) {
                    mapping.fault(key, "is no setting of Kafka's producer");
                }
            }
        });
        return properties;
    }

    private static ServerSettings server(YamlMapping server) {
        String address = server.text("http_listen_address", ServerSettings.DEFAULT.address());
        int port = server.integer("http_listen_port", 0, 65_535).orElse(ServerSettings.DEFAULT.port());
        server.refuseOthers();
        return new ServerSettings(address, port);
    }

    private static SelfProfilingSettings selfProfiling(YamlMapping given) {
        SelfProfilingSettings orElse = SelfProfilingSettings.DEFAULT;
        boolean enabled = given.flag("enabled", orElse.enabled());
        Duration interval = ScrapeJobReader.atLeast(given, "interval", Duration.ofSeconds(2), orElse.interval());
        given.refuseOthers();
        return new SelfProfilingSettings(enabled, interval);
    }

    private ScrapeJobReader jobReader(Optional<YamlMapping> global) {
        Duration interval = global.map(mapping -> ScrapeJobReader.atLeast(
                        mapping, "scrape_interval", ScrapeJob.MIN_INTERVAL, ScrapeJob.DEFAULT_INTERVAL))
                .orElse(ScrapeJob.DEFAULT_INTERVAL);
        Optional<Duration> timeout = global.flatMap(mapping -> mapping.duration("scrape_timeout"));
        if (timeout.isPresent() && (timeout.get().isZero() || timeout.get().compareTo(interval) > 0)) {
            global.ifPresent(mapping -> mapping.fault(
                    "scrape_timeout",
                    "expected more than 0s and at most the scrape_interval of " + PrometheusDuration.format(interval)
                            + ", found " + PrometheusDuration.format(timeout.get())));
        }
        return new ScrapeJobReader(folder, interval, timeout);
    }

    private static ScrapeLimits limits(YamlMapping global) {
        ScrapeLimits orElse = ScrapeLimits.DEFAULT;
        int open = global.integer("max_open_scrapes", 1, 100_000).orElse(orElse.maxOpenScrapes());
        int answers = global.integer("max_concurrent_scrapes", 1, 100_000).orElse(orElse.maxAnswersAtOnce());
        return new ScrapeLimits(open, answers);
    }

    private static List<ScrapeJob> jobs(YamlMapping root, ScrapeJobReader reader) {
        List<ScrapeJob> jobs = new ArrayList<>();
        Map<String, Integer> firstLines = new HashMap<>();
        long targets = 0;
        for (YamlMapping mapping : root.mappings("scrape_configs")) {
            ScrapeJob job = reader.read(mapping);
            Integer first = firstLines.putIfAbsent(job.name(), mapping.lineOf("job_name"));
            if (first != null) {
                mapping.fault("job_name", "\"" + job.name() + "\" is taken by the job in line " + first);
            }
            targets += job.staticGroups().stream()
                    .mapToLong(group -> group.addresses().size())
                    .sum();
            jobs.add(job);
        }
        if (targets > ScrapeLimits.MAX_TARGETS) {
            root.fault(
                    "scrape_configs",
                    "expected at most " + ScrapeLimits.MAX_TARGETS + " targets of one agent, found " + targets);
        }
        return jobs;
    }
}
