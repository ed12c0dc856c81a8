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
 * group    = series                                                           0: new labels follow, else number + 1
 *            stackCount { node - previous node - 1 }                          ascending, from -1
 *            per type: unit [same] { zigzag(value / unit) }                   unit 0: all values are 0 and nothing follows;
 *                                                                             same 0: values follow; n: those of type n - 1, which has
 *                                                                             its own, are also this type's, each in its unit
 *            spanCount { span:8 bytes  trace:16 bytes  count { stack index, per type zigzag value } }
 * series   = labelCount { name:string value:string }
 * text     = size, UTF-8 bytes;  string = number of a string;  numbers are varints, unsigned unless zigzag is said
 * </pre>
 *
 * <p>Example: the second profile of a log, 5 ms into the window, with the known stack of node 2 counting 30 in unit 10, is
 * {@code 50 02 | 02 | 0a 00 00 | 00 | 00 | 00 | 00 | 01 | 01 | 01 01 02 0a 00 06 00} and its checksum.
 *
 * <p>This is version 2. Version 1, which is still read, has no {@code same}: a sampled profile's CPU time is its hits times a
 * period, so that it took twice the bytes.
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

    private HeadLogFormat() {}
}
