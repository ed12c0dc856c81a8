package dev.flamestream.engine.tree;

/**
 * One frame of a stack, spelled out.
 *
 * <p>For the edges of the system; within it a frame is its index in a {@link FrameTable}. Text that is unknown is empty.
 *
 * @param function name as shown, empty for a frame without symbols
 * @param systemName linker name, empty where it equals the function's
 * @param file source file
 * @param line line of the call within the file, 0 if unknown
 * @param startLine line on which the function begins, 0 if unknown
 * @param mapping path of the binary, empty if unknown
 * @param buildId of the binary, empty if unknown
 * @param address only for frames without symbols, else 0
 * @param inlined whether the compiler copied this call into its caller
 */
public record Frame(
        String function,
        String systemName,
        String file,
        int line,
        int startLine,
        String mapping,
        String buildId,
        long address,
        boolean inlined) {
    /** Name here of a function that a profile lists with an empty one; exports give it back as it was. */
    public static final String UNNAMED_FUNCTION = "(unnamed)";

    /** Name of the frame in which a stack ends that was too deep to keep whole. */
    public static final String TRUNCATED = "(truncated)";

    /** A frame of which only the function's name is known. */
    public static Frame named(String function) {
        return new Frame(function, "", "", 0, 0, "", "", 0, false);
    }

    /** The name to show: the function's, else the binary's base name and the address, as {@code libc.so.6!0x1f40}. */
    public String displayName() {
        return function.isEmpty() ? unsymbolizedName(mapping, address) : function;
    }

    /** How a frame without symbols is named: base name of the mapping, or {@code ?}, and the address in hex. */
    public static String unsymbolizedName(String mapping, long address) {
        String base = mapping.substring(mapping.lastIndexOf('/') + 1);
        return (base.isEmpty() ? "?" : base) + "!0x" + Long.toHexString(address);
    }
}
