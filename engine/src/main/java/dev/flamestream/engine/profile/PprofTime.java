package dev.flamestream.engine.profile;

import java.util.OptionalLong;

/** Reads of a pprof file only when it was taken, for those who publish it and need the record's time. */
public final class PprofTime {
    private static final int PROFILE_TIME_NANOS = 9;

    private PprofTime() {}

    /**
     * The profile's own time in unix milliseconds; empty where it has none or cannot be read, which is then for the job to
     * refuse with a reason.
     */
    public static OptionalLong peekMillis(byte[] pprof) {
        try (Gunzip gunzip = new Gunzip(ProfileLimits.DEFAULT.maxInflatedBytes())) {
            gunzip.inflate(pprof);
            WireReader reader = new WireReader();
            reader.reset(gunzip.output(), gunzip.length());
            long nanos = 0;
            while (reader.hasMore()) {
                reader.readTag();
                if (reader.field() == PROFILE_TIME_NANOS) {
                    nanos = reader.readNumber();
                } else {
                    reader.skipField();
                }
            }
            return nanos == 0 ? OptionalLong.empty() : OptionalLong.of(Math.floorDiv(nanos, 1_000_000L));
        } catch (RefusedException e) {
            return OptionalLong.empty();
        }
    }
}
