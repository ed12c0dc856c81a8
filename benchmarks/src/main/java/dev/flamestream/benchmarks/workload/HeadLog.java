package dev.flamestream.benchmarks.workload;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadAppender;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.InFull;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The log of one head, made by the same calls as in the job. Not thread-safe; close it to free the decoder's memory. */
public final class HeadLog implements AutoCloseable {
    /** Of all that is measured. */
    public static final String TENANT = "bench";

    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private final HeadAppender appender = new HeadAppender(ProfileLimits.DEFAULT);
    private final List<byte[]> elements = new ArrayList<>();
    private final HeadIndex head;
    private long inputBytes;

    /** An empty log; the number tells cuts apart. */
    public HeadLog(long number, long windowStartMillis) {
        head = HeadIndex.open(
                new HeadKey(TENANT, 0, number, windowStartMillis),
                new UUID(Workload.SEED, number),
                Labels.of(Labels.SERVICE_NAME, "service-0"));
        elements.add(head.header());
    }

    /** Takes a profile the whole way into the log and returns the size of its element. */
    public int append(MadeProfile profile) {
        inputBytes += profile.pprof().length;
        byte[] element = encode(profile);
        elements.add(element);
        return element.length;
    }

    /** Takes a profile into the log in full, whatever came before it, so that the log may hold more than one that the job would cut. */
    public void appendInFull(MadeProfile profile) {
        InFull.next(head);
        append(profile);
    }

    /** The same as {@link #append}, but for keeping the element. */
    public byte[] encode(MadeProfile profile) {
        FlatProfile flat = decoder.decode(profile.pprof()).fold(accepted -> accepted, rejection -> {
            throw new IllegalStateException("a made profile was refused: " + rejection);
        });
        Arrival arrival = new Arrival(profile.labels(), profile.timeMillis(), "");
        if (appender.check(flat, arrival).isPresent()) {
            throw new IllegalStateException("a made profile's labels were refused: " + profile.labels());
        }
        return appender.append(head, flat, arrival);
    }

    /** The log, header first. */
    public List<byte[]> elements() {
        return elements;
    }

    /** Number of profiles. */
    public int profileCount() {
        return head.profileCount();
    }

    /** Size of the log. */
    public long logBytes() {
        return head.logBytes();
    }

    /** Size of the files that came. */
    public long inputBytes() {
        return inputBytes;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
