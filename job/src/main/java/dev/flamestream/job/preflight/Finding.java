package dev.flamestream.job.preflight;

/**
 * Something that is missing.
 *
 * @param line what, where and what was expected, in one line
 * @param isWorthWaiting whether it may come by itself
 */
record Finding(String line, boolean isWorthWaiting) {
    private static final int MAX_LENGTH = 300;

    /** What may come by itself, or by somebody's hand, while we wait. */
    static Finding missing(String line) {
        return new Finding(line, true);
    }

    /** What waiting cannot change. */
    static Finding wrong(String line) {
        return new Finding(line, false);
    }

    /** Why something failed: the first line of its innermost cause. */
    static String reasonOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String line = text.lines().findFirst().orElse(root.getClass().getSimpleName());
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH);
    }
}
