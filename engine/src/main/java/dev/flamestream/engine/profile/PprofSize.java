package dev.flamestream.engine.profile;

/** How large a profile will be once inflated, by what its gzip trailer promises. */
public final class PprofSize {
    private PprofSize() {}

    /** Bytes without gzip: exact for an honest file of one member, never less than the file has. */
    public static long peek(byte[] value) {
        boolean promises = value.length >= Gunzip.MIN_MEMBER_BYTES && Gunzip.isGzip(value, 0);
        return Math.max(value.length, promises ? Gunzip.promisedBytes(value) : 0);
    }
}
