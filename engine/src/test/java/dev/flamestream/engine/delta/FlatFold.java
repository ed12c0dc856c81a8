package dev.flamestream.engine.delta;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.tree.SaturatingMath;
import java.util.SortedMap;
import java.util.TreeMap;

/** A decoded profile as text: by sample type, the sum of each stack and label set. */
final class FlatFold {
    private FlatFold() {}

    /** Sums of one type by stack, root first, and sorted labels: {@code main;parse{pod=a}}; zeros are left out. */
    static SortedMap<String, Long> sums(FlatProfile profile, int type) {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (int sample = 0; sample < profile.sampleCount(); sample++) {
            sums.merge(counter(profile, sample), profile.value(sample, type), SaturatingMath::add);
        }
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    private static String counter(FlatProfile profile, int sample) {
        StringBuilder text = new StringBuilder();
        int leaf = profile.sampleLocationStart(sample);
        for (int entry = profile.sampleLocationStart(sample + 1) - 1; entry >= leaf; entry--) {
            int location = profile.sampleLocation(entry);
            for (int line = profile.locationLineStart(location + 1) - 1;
                    line >= profile.locationLineStart(location);
                    line--) {
                text.append(text.isEmpty() ? "" : ";")
                        .append(profile.text(profile.functionName(profile.lineFunction(line))));
            }
        }
        TreeMap<String, String> labels = new TreeMap<>();
        for (int label = profile.sampleLabelStart(sample); label < profile.sampleLabelStart(sample + 1); label++) {
            labels.put(profile.text(profile.labelKey(label)), profile.text(profile.labelText(label)));
        }
        return labels.isEmpty() ? text.toString() : text.toString() + labels;
    }
}
