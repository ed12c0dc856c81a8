package dev.flamestream.agent.config;

import dev.flamestream.schemas.yaml.PrometheusDuration;
import dev.flamestream.schemas.yaml.YamlMapping;
import dev.flamestream.schemas.yaml.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one entry of {@code scrape_configs}. */
final class ScrapeJobReader {
    private static final String SECONDS = "seconds";

    private final Path folder;
    private final Duration defaultInterval;
    private final Optional<Duration> defaultTimeout;

    /** Relative paths are those of the configuration's folder. */
    ScrapeJobReader(Path folder, Duration defaultInterval, Optional<Duration> defaultTimeout) {
        this.folder = folder;
        this.defaultInterval = defaultInterval;
        this.defaultTimeout = defaultTimeout;
    }

    ScrapeJob read(YamlMapping job) {
        String name = job.requiredText("job_name");
        Duration interval = atLeast(job, "scrape_interval", ScrapeJob.MIN_INTERVAL, defaultInterval);
        Duration timeout = timeout(job, interval);
        Scheme scheme = scheme(job);
        String pathPrefix = pathPrefix(job);
        List<ProfileEndpoint> endpoints = new EndpointReader(
                        timeout,
                        job.value("scrape_timeout").map(YamlValue::line).orElse(0))
                .read(job);
        List<TargetGroup> groups = job.mappings("static_configs").stream()
                .map(TargetGroupReader::ofConfig)
                .toList();
        List<TargetFiles> files =
                job.mappings("file_sd_configs").stream().map(this::files).toList();
        if (job.value("static_configs").isEmpty()
                && job.value("file_sd_configs").isEmpty()) {
            job.fault("job_name", "the job has neither static_configs nor file_sd_configs");
        }
        ScrapeJob read = new ScrapeJob(
                name,
                interval,
                timeout,
                scheme,
                pathPrefix,
                params(job),
                credentials(job),
                bodySizeLimit(job),
                endpoints,
                groups,
                files);
        job.refuseOthers();
        return read;
    }

    static Duration atLeast(YamlMapping mapping, String key, Duration min, Duration orElse) {
        Optional<Duration> duration = mapping.duration(key);
        if (duration.isPresent() && duration.get().compareTo(min) < 0) {
            mapping.fault(
                    key,
                    "expected at least " + PrometheusDuration.format(min) + ", found "
                            + PrometheusDuration.format(duration.get()));
            return orElse;
        }
        return duration.orElse(orElse);
    }

    private Duration timeout(YamlMapping job, Duration interval) {
        // One of all jobs may be longer than this job's interval, as in Prometheus; one of its own may not.
        Duration inherited = defaultTimeout
                .filter(timeout -> timeout.compareTo(interval) <= 0)
                .orElse(interval);
        Duration timeout = atLeast(job, "scrape_timeout", Duration.ofMillis(1), inherited);
        if (timeout.compareTo(interval) > 0) {
            job.fault(
                    "scrape_timeout",
                    "expected at most the scrape_interval of " + PrometheusDuration.format(interval) + ", found "
                            + PrometheusDuration.format(timeout));
            return inherited;
        }
        return timeout;
    }

    private static Scheme scheme(YamlMapping job) {
        String text = job.text("scheme", Scheme.HTTP.label());
        return Scheme.parse(text).orElseGet(() -> {
            job.fault("scheme", "expected http or https, found \"" + text + "\"");
            return Scheme.HTTP;
        });
    }

    private static String pathPrefix(YamlMapping job) {
        Optional<YamlMapping> profiling = job.mapping("profiling_config");
        if (profiling.isEmpty()) {
            return "";
        }
        profiling.get().value("pprof_config");
        String prefix = profiling.get().text("path_prefix", "");
        profiling.get().refuseOthers();
        if (!prefix.isEmpty() && (!prefix.startsWith("/") || prefix.endsWith("/"))) {
            profiling
                    .get()
                    .fault(
                            "path_prefix",
                            "expected a path that starts with / and does not end with it, found \"" + prefix + "\"");
        }
        return prefix;
    }

    private static Map<String, List<String>> params(YamlMapping job) {
        Map<String, List<String>> params = new TreeMap<>();
        job.mapping("params").ifPresent(mapping -> {
            for (String name : mapping.keys()) {
                List<String> values = new ArrayList<>();
                mapping.values(name).forEach(value -> value.text().ifPresent(values::add));
                params.put(name, values);
            }
            if (params.containsKey(SECONDS)) {
                mapping.fault(SECONDS, "is set for each delta profile: use seconds under pprof_config");
            }
        });
        return params;
    }

    private static long bodySizeLimit(YamlMapping job) {
        long max = ScrapeJob.DEFAULT_BODY_SIZE_LIMIT_BYTES;
        long limit = job.bytes("body_size_limit").orElse(max);
        if (limit < 1 || limit > max) {
            job.fault(
                    "body_size_limit", "expected 1 to " + max + " bytes, which is what a record holds, found " + limit);
        }
        return limit;
    }

    private Credentials credentials(YamlMapping job) {
        Optional<YamlMapping> basic = job.mapping("basic_auth");
        Optional<YamlMapping> authorization = job.mapping("authorization");
        if (basic.isPresent() && authorization.isPresent()) {
            job.fault("authorization", "a job has basic_auth or authorization, not both");
        }
        if (basic.isPresent()) {
            String username = basic.get().requiredText("username");
            Credentials.Secret password = secret(basic.get(), "password");
            basic.get().refuseOthers();
            return new Credentials.Basic(username, password);
        }
        if (authorization.isPresent()) {
            String type = authorization.get().text("type", "Bearer");
            Credentials.Secret secret = secret(authorization.get(), "credentials");
            authorization.get().refuseOthers();
            return new Credentials.Authorization(type, secret);
        }
        return Credentials.NONE;
    }

    private Credentials.Secret secret(YamlMapping mapping, String key) {
        Optional<String> inline = mapping.optionalText(key);
        Optional<String> file = mapping.optionalText(key + "_file");
        if (inline.isPresent() == file.isPresent()) {
            mapping.fault(key, "expected one of " + key + " and " + key + "_file");
        }
        return file.<Credentials.Secret>map(name -> new Credentials.InFile(folder.resolve(name)))
                .orElseGet(() -> new Credentials.Inline(inline.orElse("")));
    }

    private TargetFiles files(YamlMapping mapping) {
        List<Path> patterns = new ArrayList<>();
        if (mapping.value("files").isEmpty()) {
            mapping.fault("files", "is required");
        }
        for (YamlValue value : mapping.values("files")) {
            value.text().flatMap(text -> pattern(value, text)).ifPresent(patterns::add);
        }
        Duration refresh =
                atLeast(mapping, "refresh_interval", Duration.ofSeconds(1), TargetFiles.DEFAULT_REFRESH_INTERVAL);
        mapping.refuseOthers();
        return new TargetFiles(patterns, refresh);
    }

    private Optional<Path> pattern(YamlValue value, String text) {
        boolean globInFolder = text.substring(0, text.lastIndexOf('/') + 1).contains("*");
        boolean hasSuffix = text.endsWith(".json") || text.endsWith(".yml") || text.endsWith(".yaml");
        if (!hasSuffix || globInFolder) {
            value.fault(
                    "expected a path to .json, .yml or .yaml whose last part alone may hold *, found \"" + text + "\"");
            return Optional.empty();
        }
        return Optional.of(folder.resolve(text).toAbsolutePath());
    }
}
