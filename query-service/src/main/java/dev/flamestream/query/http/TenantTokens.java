package dev.flamestream.query.http;

import dev.flamestream.engine.limits.WatchedFile;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.schemas.yaml.Faults;
import dev.flamestream.schemas.yaml.YamlMapping;
import dev.flamestream.schemas.yaml.YamlValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tokens, and the tenants that each may speak for. The file has hashes, so that who reads it can use none of them:
 *
 * <pre>
 * tokens:
 *   - {sha256: HEX, tenants: [team-a]}          # echo -n TOKEN | sha256sum
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class TenantTokens implements AutoCloseable {
    private final Optional<WatchedFile<Map<String, Set<String>>>> file;

    private TenantTokens(Optional<WatchedFile<Map<String, Set<String>>>> file) {
        this.file = file;
    }

    /** No tokens: the header is believed, as by systems that stand behind a proxy. */
    public static TenantTokens none() {
        return new TenantTokens(Optional.empty());
    }

    /** Those of a file, read again every so often; throws {@link IllegalArgumentException} where it is wrong at the start. */
    public static TenantTokens of(String name, WatchedFile.Source source) {
        WatchedFile<Map<String, Set<String>>> file = new WatchedFile<>(name, source, TenantTokens::read, Map.of());
        List<String> faults = file.look();
        if (!faults.isEmpty()) {
            file.close();
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        file.begin(WatchedFile.INTERVAL);
        return new TenantTokens(Optional.of(file));
    }

    /** Whether requests need one. */
    boolean areRequired() {
        return file.isPresent();
    }

    /** Whether the file as it is now is not in force. */
    public boolean isFaulty() {
        return file.isPresent() && file.get().isFaulty();
    }

    /** The tenants of a token; none for one that is not known. */
    Set<String> tenantsOf(String token) {
        return file.map(watched -> watched.inForce().getOrDefault(sha256(token), Set.of()))
                .orElse(Set.of());
    }

    private static Map<String, Set<String>> read(String text, Faults faults) {
        Map<String, Set<String>> tokens = new HashMap<>();
        YamlValue.ofText(text, faults).flatMap(YamlValue::mapping).ifPresent(root -> {
            for (YamlMapping token : root.mappings("tokens")) {
                String hash = token.requiredText("sha256").toLowerCase(Locale.ROOT);
                if (!hash.matches("[0-9a-f]{64}")) {
                    // Never what was found: it may be the token itself.
                    token.fault("sha256", "expected 64 hexadecimal digits");
                }
                Set<String> tenants = new TreeSet<>();
                for (YamlValue value : token.values("tenants")) {
                    value.text().ifPresent(name -> {
                        if (!RecordFormat.isTenantName(name)) {
                            value.fault("expected a tenant, 1 to " + RecordFormat.MAX_TENANT_LENGTH
                                    + " of A-Z a-z 0-9 ! - _ . * ' ( ), found \"" + name + "\"");
                        }
                        tenants.add(name);
                    });
                }
                if (tenants.isEmpty()) {
                    token.fault("tenants", "expected at least one");
                }
                if (tokens.put(hash, Set.copyOf(tenants)) != null) {
                    token.fault("sha256", "expected each token once, found it twice");
                }
                token.refuseOthers();
            }
            root.refuseOthers();
        });
        return Map.copyOf(tokens);
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    @Override
    public void close() {
        file.ifPresent(WatchedFile::close);
    }
}
