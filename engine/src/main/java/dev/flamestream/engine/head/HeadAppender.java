package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.profile.Rejection;
import java.util.Arrays;
import java.util.Optional;

/**
 * Appends profiles to heads: interns what a profile is the first to use, and makes the log's next element.
 *
 * <p>One serves all heads of a thread, since its scratch memory is as large as the largest profile. Not thread-safe.
 */
public final class HeadAppender {
    private final SeriesSplit split;
    private final StackInterner stacks;
    private final EntryEncoder encoder = new EntryEncoder();
    /** Series in the high bits, node below, sample last: sorted, the samples of one stack of one series stand together. */
    private long[] order = new long[256];

    private int[] nodeOfSample = new int[256];

    /** An appender with scratch memory of its own. */
    public HeadAppender(ProfileLimits limits) {
        this.split = new SeriesSplit(limits);
        this.stacks = new StackInterner(limits);
    }

    /** From the next profile on, other bounds; costs nothing. */
    public void use(ProfileLimits limits) {
        split.use(limits);
        stacks.use(limits);
    }

    /**
     * Checks what the decoder could not: labels. Call it before {@link #append} for the same profile; nothing is changed yet.
     */
    public Optional<Rejection> check(FlatProfile profile, Arrival arrival) {
        return split.split(profile, arrival.namedLabels(profile));
    }

    /** The log's next element. The caller must append it, or throw the index away. */
    public byte[] append(HeadIndex head, FlatProfile profile, Arrival arrival) {
        int samples = profile.sampleCount();
        if (order.length < samples) {
            order = new long[samples * 2];
            nodeOfSample = new int[samples * 2];
        }
        split.fold(head.tables);
        stacks.begin(profile);
        int counted = 0;
        for (int sample = 0; sample < samples; sample++) {
            if (!isZero(profile, sample)) {
                nodeOfSample[sample] = stacks.node(profile, sample, head);
                order[counted++] = sample;
            }
        }
        sort(counted);
        byte[] element = encoder.encode(head, profile, arrival, new EntryEncoder.Samples(split, order, counted));
        head.noteAppended(element.length, true);
        head.markLogged();
        return element;
    }

    /** Series of the last profile whose labels were folded into one value, since there were too many. */
    public int foldedSeries() {
        return split.folded();
    }

    /** Sorts the counted samples by series, then node. */
    private void sort(int counted) {
        boolean one = split.series().size() == 1;
        for (int i = 0; i < counted; i++) {
            int sample = (int) order[i];
            order[i] = (long) nodeOfSample[sample] << 32 | sample;
        }
        Arrays.sort(order, 0, counted);
        if (!one) {
            sortBySeries(counted);
        }
    }

    /** A stable counting sort, so that nodes stay in order within each series. */
    private void sortBySeries(int counted) {
        int[] start = new int[split.series().size() + 1];
        for (int i = 0; i < counted; i++) {
            start[split.seriesOf((int) order[i]) + 1]++;
        }
        for (int s = 1; s < start.length; s++) {
            start[s] += start[s - 1];
        }
        long[] sorted = new long[counted];
        for (int i = 0; i < counted; i++) {
            sorted[start[split.seriesOf((int) order[i])]++] = order[i];
        }
        System.arraycopy(sorted, 0, order, 0, counted);
    }

    private static boolean isZero(FlatProfile profile, int sample) {
        for (int type = 0; type < profile.typeCount(); type++) {
            if (profile.value(sample, type) != 0) {
                return false;
            }
        }
        return true;
    }
}
