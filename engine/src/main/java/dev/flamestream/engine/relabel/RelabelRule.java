package dev.flamestream.engine.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.schemas.record.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** One relabelling rule, as Prometheus has them. Immutable and thread-safe. */
public final class RelabelRule {
    private static final String SEPARATOR = "separator";
    private static final String REGEX = "regex";
    private static final String MODULUS = "modulus";
    private static final String TARGET = "target_label";
    private static final String REPLACEMENT = "replacement";
    private static final String ACTION = "action";
    private static final Set<String> FIELDS = Set.of(SEPARATOR, REGEX, MODULUS, TARGET, REPLACEMENT, ACTION);
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** As Prometheus hashes: the last eight bytes of MD5. */
    private static final int HASH_OFFSET = 8;

    private final RelabelAction action;
    private final List<String> sources;
    private final String separator;
    private final Pattern regex;
    private final long modulus;
    private final String target;
    private final Replacement replacement;
    private final Replacement targetTemplate;

    private RelabelRule(RelabelAction action, Map<String, String> fields, List<String> sources) {
        this.action = action;
        this.sources = List.copyOf(sources);
        this.separator = fields.getOrDefault(SEPARATOR, ";");
        this.regex = Pattern.compile(fields.getOrDefault(REGEX, "(.*)"), Pattern.DOTALL);
        this.modulus = fields.containsKey(MODULUS) ? Long.parseLong(fields.getOrDefault(MODULUS, "")) : 0;
        this.target = fields.getOrDefault(TARGET, "");
        this.replacement = Replacement.parse(fields.getOrDefault(REPLACEMENT, "$1"));
        this.targetTemplate = Replacement.parse(target);
    }

    /**
     * A rule by the fields of its YAML.
     *
     * @param fields all but {@code source_labels}
     * @param sourceLabels whose values are joined
     * @throws IllegalArgumentException that names the field, what was expected and what was found
     */
    public static RelabelRule of(Map<String, String> fields, List<String> sourceLabels) {
        for (String field : fields.keySet()) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(field + ": no such field, known are source_labels, "
                        + String.join(", ", new TreeSet<>(FIELDS)));
            }
        }
        String name = fields.getOrDefault(ACTION, "replace");
        RelabelAction action = RelabelAction.of(name)
                .orElseThrow(() -> new IllegalArgumentException("action: expected one of "
                        + Arrays.stream(RelabelAction.values())
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", found \"" + name + "\""));
        LabelMatcher.fault(LabelMatcher.Operator.MATCHES, fields.getOrDefault(REGEX, ""))
                .ifPresent(fault -> {
                    throw new IllegalArgumentException("regex: expected an RE2 pattern, found " + fault);
                });
        if (action.hasTarget() && fields.getOrDefault(TARGET, "").isEmpty()) {
            throw new IllegalArgumentException("target_label: " + name + " needs one, found none");
        }
        checkModulus(action, fields);
        checkNames(action, fields, sourceLabels);
        return new RelabelRule(action, fields, sourceLabels);
    }

    private static void checkModulus(RelabelAction action, Map<String, String> fields) {
        String modulus = fields.getOrDefault(MODULUS, "");
        if (action == RelabelAction.HASHMOD && !modulus.matches("[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException(
                    "modulus: hashmod needs a number from 1 to 10^18 - 1, found \"" + modulus + "\"");
        }
        if (action != RelabelAction.HASHMOD && fields.containsKey(MODULUS)) {
            throw new IllegalArgumentException("modulus: only hashmod takes one, found \"" + modulus + "\"");
        }
    }

    /** Rules on names look at nothing but those. */
    private static void checkNames(RelabelAction action, Map<String, String> fields, List<String> sourceLabels) {
        if (action != RelabelAction.LABELDROP && action != RelabelAction.LABELKEEP) {
            return;
        }
        Set<String> given = new TreeSet<>(fields.keySet());
        given.removeAll(Set.of(ACTION, REGEX));
        if (!sourceLabels.isEmpty()) {
            given.add("source_labels");
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(", ", given) + ": " + action.name().toLowerCase(Locale.ROOT) + " takes regex alone");
        }
    }

    /** What becomes of labels; nothing where the profile is dropped. The same instance where nothing changes. */
    Optional<Labels> apply(Labels labels) {
        String joined = sources.stream().map(labels::value).collect(Collectors.joining(separator));
        return switch (action) {
            case KEEP -> regex.matches(joined) ? Optional.of(labels) : Optional.empty();
            case DROP -> regex.matches(joined) ? Optional.empty() : Optional.of(labels);
            case KEEPEQUAL -> labels.value(target).equals(joined) ? Optional.of(labels) : Optional.empty();
            case DROPEQUAL -> labels.value(target).equals(joined) ? Optional.empty() : Optional.of(labels);
            case REPLACE -> Optional.of(replaced(labels, joined));
            case HASHMOD ->
                Optional.of(set(labels, target, Long.toUnsignedString(Long.remainderUnsigned(hash(joined), modulus))));
            case LOWERCASE -> Optional.of(set(labels, target, eachLetter(joined, Character::toLowerCase)));
            case UPPERCASE -> Optional.of(set(labels, target, eachLetter(joined, Character::toUpperCase)));
            case LABELMAP -> Optional.of(mapped(labels));
            case LABELDROP -> Optional.of(withNames(labels, false));
            case LABELKEEP -> Optional.of(withNames(labels, true));
        };
    }

    private Labels replaced(Labels labels, String joined) {
        Matcher matcher = regex.matcher(joined);
        if (!matcher.matches()) {
            return labels;
        }
        String value = replacement.expand(matcher);
        if (target.indexOf('$') < 0) {
            // Any name that a record's label may have, such as k8s.zone.
            return set(labels, target, value);
        }
        String name = targetTemplate.expand(matcher);
        return LABEL_NAME.matches(name) ? set(labels, name, value) : labels;
    }

    private Labels mapped(Labels labels) {
        Labels mapped = labels;
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            Matcher matcher = regex.matcher(label.getKey());
            if (matcher.matches()) {
                String name = replacement.expand(matcher);
                mapped = name.isEmpty() ? mapped : set(mapped, name, label.getValue());
            }
        }
        return mapped;
    }

    private Labels withNames(Labels labels, boolean thatMatch) {
        SortedMap<String, String> kept = new TreeMap<>(labels.asMap());
        return kept.keySet().removeIf(name -> regex.matches(name) != thatMatch) ? Labels.of(kept) : labels;
    }

    /** An empty value is no label. */
    private static Labels set(Labels labels, String name, String value) {
        return labels.value(name).equals(value) ? labels : labels.with(name, value);
    }

    /** Letter by letter, as Go does: Java's way with whole texts makes two letters of some (\u00df) and looks at neighbours (\u03a3). */
    private static String eachLetter(String text, IntUnaryOperator change) {
        StringBuilder changed = new StringBuilder(text.length());
        text.codePoints().map(change).forEach(changed::appendCodePoint);
        return changed.toString();
    }

    private static long hash(String text) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(md5).getLong(HASH_OFFSET);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
