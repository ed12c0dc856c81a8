package dev.flamestream.query;

import dev.flamestream.engine.limits.Limit;
import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.query.http.TenantTokens;
import dev.flamestream.query.querier.QuerySettings;
import dev.flamestream.schemas.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Opens what the service knows of tenants. */
final class TenantPolicies {
    private TenantPolicies() {}

    /** The limits' file, read again every so often; throws {@link IllegalArgumentException} where it is wrong at the start. */
    static PolicyWatch open(QueryServiceConfig config) {
        TenantLimits base = ofService(config.query());
        String file = config.tenants().limits();
        if (file.isEmpty()) {
            return PolicyWatch.without(base);
        }
        PolicyWatch watch = PolicyWatch.of(file, () -> read(Path.of(file)), base);
        List<String> faults = watch.look();
        if (!faults.isEmpty()) {
            watch.close();
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return watch.begin();
    }

    /** The tokens' file, read again every so often; throws {@link IllegalArgumentException} where it is wrong at the start. */
    static TenantTokens tokens(QueryServiceConfig config) {
        String file = config.tenants().tokens();
        return file.isEmpty() ? TenantTokens.none() : TenantTokens.of(file, () -> read(Path.of(file)));
    }

    /** What the service allows anybody is a tenant's limit, too, where its file says nothing. */
    private static TenantLimits ofService(QuerySettings query) {
        Map<Limit, Long> values = new EnumMap<>(Limit.class);
        put(values, Limit.MAX_QUERY_LENGTH, query.maxRange().toMillis());
        put(values, Limit.MAX_FLAMEGRAPH_NODES_DEFAULT, query.defaultNodes());
        put(values, Limit.MAX_FLAMEGRAPH_NODES_MAX, query.maxNodes());
        return TenantLimits.DEFAULT.with(values, TenantLimits.Origin.SERVICE);
    }

    private static void put(Map<Limit, Long> values, Limit limit, long value) {
        if (value != limit.byDefault()) {
            values.put(limit, value);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(YamlValue.MAX_FILE_BYTES + 1);
            if (bytes.length > YamlValue.MAX_FILE_BYTES) {
                throw new IOException("expected at most " + YamlValue.MAX_FILE_BYTES + " bytes, found more");
            }
            return bytes;
        }
    }
}
