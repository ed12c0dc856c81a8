package dev.flamestream.engine.reference;

/** What may be wrong with a generated file, so that it must be refused. */
public enum PprofFault {
    /** Nothing. */
    NONE,
    /** Two locations have one id. */
    LOCATION_TWICE,
    /** Two functions have one id. */
    FUNCTION_TWICE,
    /** Two mappings have one id. */
    MAPPING_TWICE,
    /** A location has the id that stands for none. */
    LOCATION_ZERO,
    /** A sample names a location that is not there. */
    LOCATION_MISSING,
    /** A line names a function that is not there. */
    FUNCTION_MISSING,
    /** A location names a mapping that is not there. */
    MAPPING_MISSING,
    /** A sample has fewer values than there are types. */
    VALUE_MISSING,
    /** A name lies past the table. */
    STRING_MISSING,
    /** A name lies before the table. */
    STRING_NEGATIVE,
    /** A line number of more than 32 bits. */
    LINE_TOO_LARGE,
    /** A type with the character that separates the parts of a type. */
    COLON_IN_TYPE,
    /** Samples of no type. */
    NO_TYPES,
    /** A table that does not begin with the empty string. */
    NO_EMPTY_STRING,
    /** More labels than a series may have. */
    TOO_MANY_LABELS,
    /** Text labels without a name. */
    LABEL_WITHOUT_NAME,
    /** A gzip stream without its end. */
    GZIP_CUT,
    /** A gzip stream with another checksum. */
    GZIP_CHECKSUM
}
