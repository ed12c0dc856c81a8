package dev.flamestream.standalone.up;

import java.util.HashMap;
import java.util.Map;

/**
 * How an S3 store is reached, from the variables that the tools of AWS read.
 *
 * <pre>
 * AWS_ACCESS_KEY_ID  AWS_SECRET_ACCESS_KEY  AWS_REGION or AWS_DEFAULT_REGION  AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL
 * </pre>
 *
 * <p>An endpoint of one's own means bucket names in the path: few such stores have a host name for each bucket.
 */
record S3Environment(Map<String, String> variables) {
    /** Stores beside Amazon's take any region, and signatures need one. */
    private static final String DEFAULT_REGION = "us-east-1";

    /** Copies the map. */
    S3Environment {
        variables = Map.copyOf(variables);
    }

    /** As Flink's file system names them. */
    Map<String, String> toFlink() {
        Map<String, String> settings = new HashMap<>();
        settings.put("s3.region", region());
        put(settings, "s3.access-key", value("AWS_ACCESS_KEY_ID"));
        put(settings, "s3.secret-key", value("AWS_SECRET_ACCESS_KEY"));
        if (!endpoint().isEmpty()) {
            settings.put("s3.endpoint", endpoint());
            settings.put("s3.path-style-access", "true");
        }
        return settings;
    }

    /** As the query service names them. */
    Map<String, String> toQueryService() {
        Map<String, String> settings = new HashMap<>();
        settings.put("blocks.s3.region", region());
        put(settings, "blocks.s3.access.key", value("AWS_ACCESS_KEY_ID"));
        put(settings, "blocks.s3.secret.key", value("AWS_SECRET_ACCESS_KEY"));
        put(settings, "blocks.s3.endpoint", endpoint());
        settings.put("blocks.s3.path.style", Boolean.toString(!endpoint().isEmpty()));
        return settings;
    }

    private String region() {
        String region = value("AWS_REGION", "AWS_DEFAULT_REGION");
        return region.isEmpty() ? DEFAULT_REGION : region;
    }

    private String endpoint() {
        return value("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
    }

    private static void put(Map<String, String> settings, String key, String value) {
        if (!value.isEmpty()) {
            settings.put(key, value);
        }
    }

    private String value(String... names) {
        for (String name : names) {
            String value = variables.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}
