package dev.flamestream.engine.profile;

import java.util.Map;
import java.util.Optional;

/** Whether labels are within a tenant's limits: at the doors, and again in the job, which sees those of samples too. */
public final class LabelLimits {
    private static final int EXCERPT = 40;

    private LabelLimits() {}

    /** Why labels are refused, if they are. */
    public static Optional<Rejection> check(Map<String, String> labels, ProfileLimits limits) {
        if (labels.size() > limits.maxLabels()) {
            return refuse(
                    RejectReason.MAX_LABEL_NAMES_PER_SERIES,
                    "expected at most " + limits.maxLabels() + " labels (max_label_names_per_series), found "
                            + labels.size());
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            int nameBytes = utf8Length(label.getKey());
            if (nameBytes == 0) {
                return refuse(RejectReason.INVALID_LABELS, "expected labels with names, found one without");
            }
            if (nameBytes > limits.maxLabelNameBytes()) {
                return refuse(
                        RejectReason.LABEL_NAME_TOO_LONG,
                        "expected label names of at most " + limits.maxLabelNameBytes()
                                + " bytes (max_label_name_length), found " + nameBytes + " in \""
                                + excerpt(label.getKey())
                                + "\"");
            }
            int valueBytes = utf8Length(label.getValue());
            if (valueBytes > limits.maxLabelValueBytes()) {
                return refuse(
                        RejectReason.LABEL_VALUE_TOO_LONG,
                        "label " + excerpt(label.getKey()) + ": expected a value of at most "
                                + limits.maxLabelValueBytes() + " bytes (max_label_value_length), found " + valueBytes);
            }
        }
        return Optional.empty();
    }

    /** Bytes of a text in UTF-8; the hot path makes no copies of labels. */
    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            // A pair of surrogates is one character of four bytes.
            bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return bytes;
    }

    private static String excerpt(String name) {
        return name.length() <= EXCERPT ? name : name.substring(0, EXCERPT) + "...";
    }

    private static Optional<Rejection> refuse(RejectReason reason, String detail) {
        return Optional.of(new Rejection(reason, detail));
    }
}
