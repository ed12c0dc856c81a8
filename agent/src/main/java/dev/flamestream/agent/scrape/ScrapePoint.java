package dev.flamestream.agent.scrape;

import dev.flamestream.agent.config.Credentials;
import dev.flamestream.agent.config.ProfileEndpoint;
import dev.flamestream.agent.config.ScrapeJob;
import dev.flamestream.agent.config.TargetGroup;
import dev.flamestream.schemas.record.Labels;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One kind of profile of one target: what is asked, how often, and the labels of what comes.
 *
 * @param labels all labels of the profiles: the target's own, else {@code job} and {@code instance}, else the external
 *     ones; {@code service_name} is the job where nobody gave one; {@code __delta__="false"} says that a profile holds only
 *     its own window
 */
public record ScrapePoint(
        String job,
        String url,
        Labels labels,
        Duration interval,
        Duration timeout,
        Credentials credentials,
        long bodySizeLimitBytes) {
    /** Every kind of profile of every target of a group. */
    public static List<ScrapePoint> of(ScrapeJob job, TargetGroup group, Map<String, String> externalLabels) {
        List<ScrapePoint> points = new ArrayList<>();
        for (String address : group.addresses()) {
            for (ProfileEndpoint endpoint : job.endpoints()) {
                points.add(new ScrapePoint(
                        job.name(),
                        url(job, address, endpoint),
                        labels(job, group, address, endpoint, externalLabels),
                        job.interval(),
                        job.timeout(),
                        job.credentials(),
                        job.bodySizeLimitBytes()));
            }
        }
        return points;
    }

    private static Labels labels(
            ScrapeJob job, TargetGroup group, String address, ProfileEndpoint endpoint, Map<String, String> external) {
        Map<String, String> labels = new TreeMap<>(external);
        labels.put("job", job.name());
        labels.put("instance", address);
        labels.putAll(group.labels());
        labels.putIfAbsent(Labels.SERVICE_NAME, job.name());
        labels.put(Labels.PROFILE_NAME, endpoint.name());
        if (endpoint.isDelta()) {
            labels.put(Labels.DELTA, "false");
        }
        return Labels.of(labels);
    }

    private static String url(ScrapeJob job, String address, ProfileEndpoint endpoint) {
        List<String> query = new ArrayList<>();
        new TreeMap<>(job.params()).forEach((name, values) -> values.forEach(value -> query.add(pair(name, value))));
        if (endpoint.isDelta()) {
            query.add(pair("seconds", Long.toString(endpoint.window().toSeconds())));
        }
        String path = job.scheme().label() + "://" + address + job.pathPrefix() + endpoint.path();
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
