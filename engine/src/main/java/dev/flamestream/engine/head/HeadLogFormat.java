package dev.flamestream.engine.head;

/**
 * The specification of a head log: the elements of one Flink ListState, in order of arrival.
 *
 * <pre>
 * log      = header { profile }
 * element  = kind:1 byte  version:1 byte  body  crc32c:4 bytes little-endian, over all before it
 * header   : kind 'H'
 *            cutId:16 bytes  keySize key  labelCount { text text }           the head's key and grouping labels
 * profile  : kind 'P'
 *            sequence                                                         1, 2, 3, ... within the log
 *            zigzag(time - windowStart)  zigzag durationNanos  zigzag period  time in milliseconds
 *            id:text                                                          empty if it has none
 *            newStrings { text }                                              ids go on counting from the last element
 *            newFrames  { frame }
 *            newNodes   { node - parent, frame }
 *            types                                                            0: new ones follow, else number + 1
 *            groupCount { group }                                             one a series
 * frame    = flags  function:string  [line+startLine if flag 1]  [file if 2]  [mapping if 4]  [buildId if 8]
 *            [systemName if 16]  [address if 32]                              flag 64: inlined
 * types    = count { name:string unit:string }  periodType:string  periodUnit:string
 * group    = series                                                           0: new labels follow, else 2 x number + 1 in full, + 2
 *                                                                             as the difference to the series' last profile
 *            stackCount { node - previous node - 1 }                          ascending, from -1
 *            per type: unit [same] { zigzag(value / unit) }                   unit 0: all values are 0 and nothing follows;
 *                                                                             same 0: values follow; n: those of type n - 1, which has
 *                                                                             its own, are also this type's, each in its unit
 *            spanCount { span:8 bytes  trace:16 bytes  count { stack index, per type zigzag value } }
 * series   = labelCount { name:string value:string }
 * text     = size, UTF-8 bytes;  string = number of a string;  numbers are varints, unsigned unless zigzag is said
 * </pre>
 *
 * <p>A group in full lists the stacks of the profile. A difference lists those of which a value is another than in the series' last
 * profile before it in the log, which must have the same types; a stack that one of the two lacks counts 0 there, and a stack of which
 * all values are 0 then is gone. Its values are what was added, in 64 bits that wrap around, so that any two values have a difference.
 * The first profile of a series in a log is in full; so is one with spans, whose stacks are named by their place in the list.
 *
 * <p>Example: the second profile of a log, 5 ms into the window, with the known stack of node 2 counting 30 in unit 10, is
 * {@code 50 03 | 02 | 0a 00 00 | 00 | 00 | 00 | 00 | 01 | 01 | 01 01 02 0a 00 06 00} and its checksum. The difference to it of a
 * profile in which that stack counts 10 more ends in {@code 02 01 02 0a 00 02 00}.
 *
 * <p>This is version 3. Versions 1 and 2 are still read; a log may begin in one and go on in the next, since every element says its
 * own. Before version 3 all groups are in full, and a known series is its number + 1. Version 1 has no {@code same}: a sampled
 * profile's CPU time is its hits times a period, so that it took twice the bytes.
 */
final class HeadLogFormat {
    static final byte HEADER = 'H';
    static final byte PROFILE = 'P';

    static final int FRAME_HAS_LINES = 1;
    static final int FRAME_HAS_FILE = 2;
    static final int FRAME_HAS_MAPPING = 4;
    static final int FRAME_HAS_BUILD_ID = 8;
    static final int FRAME_HAS_SYSTEM_NAME = 16;
    static final int FRAME_HAS_ADDRESS = 32;
    static final int FRAME_IS_INLINED = 64;

    static final int CUT_ID_BYTES = 16;

    /** From this version on a type's values may be said to be another's. */
    static final byte VERSION_WITH_SAME_VALUES = 2;

    /** From this version on a group may be a difference. */
    static final byte VERSION_WITH_DIFFERENCES = 3;

    /**
     * A difference and what it adds to have no more values than these, all stacks and types counted: two of the largest profiles
     * that are taken.
     */
    static final long MAX_DIFFERENCE_VALUES = 8L << 20;

    /**
     * The profiles of a log that are differences have no more values than these, unchanged ones too: a reader needs some bytes of
     * memory for each, and differences may take none. Twice what {@link CutPolicy#DEFAULT} lets a log grow to.
     */
    static final long MAX_ALL_DIFFERENCES_VALUES = 64L << 20;

    /**
     * The memory of a reader for the last profiles of series that have differences: eight times what a writer keeps of them.
     */
    static final long MAX_LAST_ROWS_BYTES = 128L << 20;

    private HeadLogFormat() {}

    /** How a series that is known is written before a group in full. */
    static long numberOfFull(int series) {
        return 2L * series + 1;
    }

    /** How a series that is known is written before a difference. */
    static long numberOfDifference(int series) {
        return 2L * series + 2;
    }

    /** Undoes both. */
    static int seriesOf(int number) {
        return (number - 1) >>> 1;
    }

    /** Tells one from the other; 0 is neither. */
    static boolean isDifference(int number) {
        return number > 0 && (number & 1) == 0;
    }
}
