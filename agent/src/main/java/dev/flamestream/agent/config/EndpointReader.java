package dev.flamestream.agent.config;

import dev.flamestream.schemas.yaml.PrometheusDuration;
import dev.flamestream.schemas.yaml.YamlMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a job's {@code profiling_config}: Go's endpoints unless told otherwise, each key merged over its default.
 *
 * <p>CPU, block and mutex are asked for as deltas, since the values of successive profiles are added up: Go's block and
 * mutex profiles otherwise count from the start of the process (it takes {@code ?seconds=} there since 1.15). Memory and
 * goroutines are states of an instant; memory's {@code alloc_*} types do count from the start.
 */
final class EndpointReader {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private record Default(String path, boolean delta) {}

    private static final Map<String, Default> DEFAULTS = defaults();

    private final Duration timeout;
    private final int timeoutLine;

    EndpointReader(Duration timeout, int timeoutLine) {
        this.timeout = timeout;
        this.timeoutLine = timeoutLine;
    }

    private static Map<String, Default> defaults() {
        Map<String, Default> defaults = new LinkedHashMap<>();
        defaults.put("process_cpu", new Default("/debug/pprof/profile", true));
        defaults.put("memory", new Default("/debug/pprof/allocs", false));
        defaults.put("block", new Default("/debug/pprof/block", true));
        defaults.put("mutex", new Default("/debug/pprof/mutex", true));
        defaults.put("goroutine", new Default("/debug/pprof/goroutine", false));
        return defaults;
    }

    List<ProfileEndpoint> read(YamlMapping job) {
        Optional<YamlMapping> profiling = job.mapping("profiling_config");
        Optional<YamlMapping> pprof = profiling.flatMap(mapping -> mapping.mapping("pprof_config"));
        List<ProfileEndpoint> endpoints = new ArrayList<>();
        DEFAULTS.forEach((name, orElse) -> pprof.flatMap(mapping -> mapping.mapping(name))
                .map(mapping -> endpoint(job, name, mapping, orElse))
                .orElseGet(() -> endpoint(job, name, orElse))
                .ifPresent(endpoints::add));
        pprof.ifPresent(mapping -> endpoints.addAll(others(job, mapping)));
        if (endpoints.isEmpty()) {
            job.fault("profiling_config", "every profile is disabled, so there is nothing to scrape");
        }
        return endpoints;
    }

    private List<ProfileEndpoint> others(YamlMapping job, YamlMapping pprof) {
        List<ProfileEndpoint> endpoints = new ArrayList<>();
        for (String name : pprof.keys()) {
            if (DEFAULTS.containsKey(name)) {
                continue;
            }
            if (!NAME.matcher(name).matches()) {
                pprof.fault(name, "expected letters, digits and _ as the profile's name");
            }
            pprof.mapping(name)
                    .flatMap(mapping -> endpoint(job, name, mapping, new Default("", false)))
                    .ifPresent(endpoints::add);
        }
        return endpoints;
    }

    private Optional<ProfileEndpoint> endpoint(YamlMapping job, String name, Default orElse) {
        if (!orElse.delta()) {
            return Optional.of(new ProfileEndpoint(name, orElse.path(), Duration.ZERO));
        }
        Duration window = timeout.minus(ScrapeJob.DELTA_MARGIN).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        if (window.toSeconds() < 1) {
            job.fault(
                    "scrape_timeout",
                    "expected at least 2s for the delta profile " + name + ", found "
                            + PrometheusDuration.format(timeout));
        }
        return Optional.of(new ProfileEndpoint(name, orElse.path(), window));
    }

    private Optional<ProfileEndpoint> endpoint(YamlMapping job, String name, YamlMapping given, Default orElse) {
        boolean enabled = given.flag("enabled", true);
        String path = given.text("path", orElse.path());
        boolean delta = given.flag("delta", orElse.delta());
        Optional<Integer> seconds = given.integer("seconds", 1, 86_400);
        given.refuseOthers();
        if (!enabled) {
            return Optional.empty();
        }
        if (path.isEmpty()) {
            given.fault("path", "is required for a profile that has no default");
        } else if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            given.fault("path", "expected a path that starts with / and has no query, found \"" + path + "\"");
        }
        if (seconds.isEmpty()) {
            return endpoint(job, name, new Default(path, delta));
        }
        if (!delta) {
            given.fault("seconds", "is for delta profiles, and delta is false here");
        }
        Duration window = Duration.ofSeconds(seconds.get());
        if (window.compareTo(timeout) >= 0) {
            given.fault(
                    "seconds",
                    "expected less than the scrape_timeout of " + PrometheusDuration.format(timeout)
                            + (timeoutLine > 0 ? " (line " + timeoutLine + ")" : "") + ", found " + seconds.get()
                            + "s");
        }
        return Optional.of(new ProfileEndpoint(name, path, window));
    }
}
