package dev.flamestream.engine.delta;

import dev.flamestream.engine.head.ContentHashes;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.tree.SaturatingMath;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a profile's cumulative values by what was added since the profile before of its series.
 *
 * <p>Samples of one stack and the same text labels are one counter: their sum is compared, and the first of them gets the difference.
 * A stack that is not in a profile counts zero there. Reused from one profile to the next. Not thread-safe.
 */
public final class Differences {
    /** Three times the samples of the largest profile seen; what is kept of such a series has about 4 MB. */
    public static final int MAX_STACKS = 1 << 17;

    private static final byte[] NOTHING = {};
    private static final int NO_STACK = -1;

    private final ContentHashes hashes = new ContentHashes(DeltaLogFormat.SEED);
    private final DeltaElementWriter writer = new DeltaElementWriter();
    private int[] stackOfSample = new int[256];
    private long[] now = new long[256];

    /** What is known of a profile beside its values: its series, when it was taken, and when it was appended to Kafka. */
    public record Origin(Labels labels, long timeMillis, long appendMillis) {}

    /**
     * Takes the differences, in place. The caller must keep the step's element, or throw the series away and read it again.
     *
     * @param known what is known of the series, null if nothing is
     * @param types indexes of the cumulative types, at least one
     * @return empty if the profile has more than {@link #MAX_STACKS}: its values are as they were, and the series must be thrown away
     */
    public Optional<SeriesStep> take(
            @Nullable CumulativeSeries known, FlatProfile profile, int[] types, Origin origin) {
        List<CumulativeSeries.Type> typeNames = names(profile, types);
        if (known == null
                || !known.labels().equals(origin.labels())
                || !known.types().equals(typeNames)) {
            return first(new CumulativeSeries(origin.labels(), typeNames), profile, types, origin);
        }
        if (origin.timeMillis() <= known.timeMillis()) {
            clear(profile, types);
            return Optional.of(new SeriesStep(DeltaOutcome.LATE, known, NOTHING, false));
        }
        return next(known, profile, types, origin);
    }

    private Optional<SeriesStep> first(CumulativeSeries series, FlatProfile profile, int[] types, Origin origin) {
        if (!addUp(series, profile, types)) {
            return Optional.empty();
        }
        series.seen(origin.timeMillis(), origin.appendMillis());
        setValues(series);
        clear(profile, types);
        return Optional.of(base(DeltaOutcome.FIRST, series));
    }

    private Optional<SeriesStep> next(CumulativeSeries series, FlatProfile profile, int[] types, Origin origin) {
        int knownStacks = series.stackCount();
        if (!addUp(series, profile, types)) {
            return Optional.empty();
        }
        series.seen(origin.timeMillis(), origin.appendMillis());
        long[] before = series.copyOfValues();
        boolean isRestart = isSmallerThan(before);
        setDifferences(profile, types, before, isRestart);
        if (isRestart) {
            return Optional.of(base(DeltaOutcome.RESTARTED, withoutZeros(series)));
        }
        setValues(series);
        byte[] change = writer.change(series, before, knownStacks);
        if (series.isLongWith(change.length)) {
            return Optional.of(base(DeltaOutcome.ADDED, series));
        }
        series.noteChange(change.length);
        return Optional.of(new SeriesStep(DeltaOutcome.ADDED, series, change, false));
    }

    private SeriesStep base(DeltaOutcome outcome, CumulativeSeries series) {
        byte[] element = writer.base(series);
        series.noteBase(element.length);
        return new SeriesStep(outcome, series, element, true);
    }

    private static List<CumulativeSeries.Type> names(FlatProfile profile, int[] types) {
        List<CumulativeSeries.Type> names = new ArrayList<>();
        for (int type : types) {
            names.add(new CumulativeSeries.Type(
                    profile.text(profile.typeName(type)), profile.text(profile.typeUnit(type))));
        }
        return names;
    }

    /** Finds each sample's stack, and each stack's values of this profile; false if there are too many. */
    private boolean addUp(CumulativeSeries series, FlatProfile profile, int[] types) {
        int samples = profile.sampleCount();
        if (stackOfSample.length < samples) {
            stackOfSample = new int[samples * 2];
        }
        roomFor(series.stackCount(), types.length);
        Arrays.fill(now, 0, series.stackCount() * types.length, 0);
        hashes.begin(profile);
        for (int sample = 0; sample < samples; sample++) {
            stackOfSample[sample] = isZero(profile, sample, types) ? NO_STACK : stackOf(series, profile, sample);
            if (series.stackCount() > MAX_STACKS) {
                return false;
            }
            for (int t = 0; t < types.length && stackOfSample[sample] != NO_STACK; t++) {
                int at = stackOfSample[sample] * types.length + t;
                now[at] = SaturatingMath.add(now[at], profile.value(sample, types[t]));
            }
        }
        return true;
    }

    private int stackOf(CumulativeSeries series, FlatProfile profile, int sample) {
        hashes.hashStackAndLabels(profile, sample);
        int known = series.find(hashes.high(), hashes.low());
        if (known >= 0) {
            return known;
        }
        int added = series.add(hashes.high(), hashes.low());
        int typeCount = series.types().size();
        roomFor(added + 1, typeCount);
        Arrays.fill(now, added * typeCount, (added + 1) * typeCount, 0);
        return added;
    }

    private void roomFor(int stacks, int typeCount) {
        if (now.length < stacks * typeCount) {
            now = Arrays.copyOf(now, stacks * typeCount * 2);
        }
    }

    private boolean isSmallerThan(long[] before) {
        for (int at = 0; at < before.length; at++) {
            if (now[at] < before[at]) {
                return true;
            }
        }
        return false;
    }

    private void setDifferences(FlatProfile profile, int[] types, long[] before, boolean isRestart) {
        boolean[] isGiven = new boolean[before.length / types.length];
        for (int sample = 0; sample < profile.sampleCount(); sample++) {
            int stack = stackOfSample[sample];
            if (stack == NO_STACK) {
                continue;
            }
            for (int t = 0; t < types.length; t++) {
                int at = stack * types.length + t;
                long whole = isRestart ? now[at] : difference(now[at], before[at]);
                profile.replaceValue(sample, types[t], isGiven[stack] ? 0 : whole);
            }
            isGiven[stack] = true;
        }
    }

    /** A value at the end of the range says nothing of how much was added: it stays there, so that the answer says so. */
    private static long difference(long value, long before) {
        if (SaturatingMath.isSaturated(value)) {
            return value;
        }
        long difference = value - before;
        boolean overflows = value >= 0 && before < 0 && difference < 0;
        return overflows || SaturatingMath.isSaturated(before) ? Long.MAX_VALUE : difference;
    }

    private void setValues(CumulativeSeries series) {
        int typeCount = series.types().size();
        for (int stack = 0; stack < series.stackCount(); stack++) {
            for (int type = 0; type < typeCount; type++) {
                series.setValue(stack, type, now[stack * typeCount + type]);
            }
        }
    }

    /** The series after a restart: the old process's stacks are forgotten. */
    private CumulativeSeries withoutZeros(CumulativeSeries old) {
        CumulativeSeries series = new CumulativeSeries(old.labels(), old.types());
        series.seen(old.timeMillis(), old.appendMillis());
        int typeCount = old.types().size();
        for (int stack = 0; stack < old.stackCount(); stack++) {
            for (int type = 0; type < typeCount; type++) {
                long value = now[stack * typeCount + type];
                if (value != 0) {
                    int added = series.find(old.high(stack), old.low(stack));
                    series.setValue(added < 0 ? series.add(old.high(stack), old.low(stack)) : added, type, value);
                }
            }
        }
        return series;
    }

    private static void clear(FlatProfile profile, int[] types) {
        for (int sample = 0; sample < profile.sampleCount(); sample++) {
            for (int type : types) {
                profile.replaceValue(sample, type, 0);
            }
        }
    }

    private static boolean isZero(FlatProfile profile, int sample, int[] types) {
        for (int type : types) {
            if (profile.value(sample, type) != 0) {
                return false;
            }
        }
        return true;
    }
}
