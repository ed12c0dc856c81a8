package dev.flamestream.engine.delta;

/**
 * The specification of what is kept of a cumulative series: the elements of one Flink ListState, oldest first.
 *
 * <pre>
 * log      = base { change }
 * element  = kind:1 byte  version:1 byte  body  crc32c:4 bytes little-endian, over all before it
 * base     : kind 'B'
 *            labelCount { name:text value:text }                   the series, since keys are hashes of it
 *            typeCount { name:text unit:text }                     the cumulative types
 *            zigzag timeMillis  zigzag appendMillis                of the profile that wrote it
 *            stackCount { stack:16 bytes  per type zigzag value }
 * change   : kind 'C'
 *            zigzag timeMillis  zigzag appendMillis
 *            changedCount { number - previous number - 1  per type zigzag (value - value before) }     ascending, from -1
 *            newCount { stack:16 bytes  per type zigzag value }
 * text     = size, UTF-8 bytes;  numbers are varints, unsigned unless zigzag is said
 * </pre>
 *
 * <p>A stack is its 128-bit content hash, which also covers the text labels of its sample, high half first, big-endian; its number is
 * its place among all stacks of the log, from 0. Differences wrap around, so that any two values have one.
 *
 * <p>Example: a change at 16 ms, appended at 17 ms, in which the second of two known stacks counts 3 more of its one type, is {@code
 * 43 01 | 20 22 | 01 01 06 | 00} and its checksum.
 *
 * <p>This is version 1.
 */
final class DeltaLogFormat {
    static final byte BASE = 'B';
    static final byte CHANGE = 'C';
    static final byte VERSION = 1;
    static final int CRC_BYTES = 4;

    /** Seeds the hashes of stacks that are kept: another seed would make every stack of every series a new one. */
    static final long SEED = 0x5DEECE66D1CE4E5BL;

    private DeltaLogFormat() {}
}
