package dev.flamestream.engine.select;

import java.util.ArrayDeque;

/**
 * How large an RE2 pattern becomes once its counted repetitions are written out, found before it is compiled.
 *
 * <p>re2j bounds one repetition to 1,000 but not their product: 30 characters such as {@code ((((a{30}){30}){30}){30}){30}} made it
 * exhaust a heap of 512 MB. Go's compiler refuses them, and so do we. An estimate from above: classes count as one, escapes and
 * operators as much as they are long.
 */
final class PatternSize {
    /** Groups may nest this deep: re2j recurses, and Go has the same bound. */
    static final int MAX_NESTING = 1000;

    private final String pattern;
    /** Sizes of the groups around the current one, innermost last. */
    private final ArrayDeque<Long> outer = new ArrayDeque<>();

    private int at;
    /** Size of the current group so far, and of its last atom. */
    private long size;

    private long atom;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /** The size, or {@link Long#MAX_VALUE} if it is past a bound or groups nest too deep. */
    static long of(String pattern, long bound) {
        PatternSize scan = new PatternSize(pattern);
        while (scan.at < pattern.length()) {
            scan.step();
            if (scan.size > bound || scan.outer.size() > MAX_NESTING) {
                return Long.MAX_VALUE;
            }
        }
        while (!scan.outer.isEmpty()) {
            scan.close();
        }
        return scan.size;
    }

    private void step() {
        char c = pattern.charAt(at++);
        switch (c) {
            case '\\' -> escape();
            case '[' -> {
                skipClass();
                add(1);
            }
            case '(' -> {
                outer.addLast(size);
                size = 1;
                atom = 0;
            }
            case ')' -> close();
            case '{' -> repeat();
            default -> add(1);
        }
    }

    private void add(long atomSize) {
        atom = atomSize;
        size += atomSize;
    }

    private void close() {
        Long before = outer.pollLast();
        atom = size;
        size += before == null ? 0 : before;
    }

    private void escape() {
        if (pattern.startsWith("Q", at)) {
            int end = pattern.indexOf("\\E", at);
            int next = end < 0 ? pattern.length() : end + 2;
            add(next - at);
            // A repetition behind a quoted text repeats its last character only.
            atom = 1;
            at = next;
        } else {
            at++;
            add(1);
        }
    }

    private void skipClass() {
        at += pattern.startsWith("^", at) ? 1 : 0;
        // A bracket that stands first is a member.
        at += pattern.startsWith("]", at) ? 1 : 0;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : pattern.startsWith("[:", at) ? posixName() : 1;
        }
        at++;
    }

    private int posixName() {
        int end = pattern.indexOf(":]", at + 2);
        return end < 0 ? 1 : end + 2 - at;
    }

    private void repeat() {
        int end = pattern.indexOf('}', at);
        long times = end < 0 ? 0 : times(pattern.substring(at, end));
        if (times == 0) {
            add(1);
            return;
        }
        size += atom * (times - 1);
        atom *= times;
        at = end + 1;
    }

    /** The larger count of {@code n}, {@code n,} or {@code n,m}, at least 1; 0 if the text is none of these. */
    private static long times(String counts) {
        String[] parts = counts.split(",", 2);
        long times = 1;
        for (int i = 0; i < parts.length; i++) {
            boolean open = i == 1 && parts[i].isEmpty();
            if (!open && !parts[i].matches("[0-9]{1,4}")) {
                return 0;
            }
            times = Math.max(times, open ? times + 1 : Integer.parseInt(parts[i]));
        }
        return times;
    }
}
