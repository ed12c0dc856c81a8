package dev.flamestream.agent.jfr;

import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/** A frame of a Java stack: {@code pkg.Class.method}, the source file as the class's name gives it, the line or 0. */
record JavaFrame(String function, String file, int line) {
    /** Stands for the frames that JFR cut off at the root. */
    static final JavaFrame TRUNCATED = new JavaFrame("(truncated)", "", 0);

    /** Stands for the stacks past a window's bound. */
    static final JavaFrame OTHER = new JavaFrame("(other stacks)", "", 0);

    /** What the JVM numbers anew in each process: addresses of hidden classes, counters of lambdas and accessors. */
    private static final Pattern GENERATED = Pattern.compile(
            "[/+]0x[0-9a-f]+(?:[./]\\d+)?|(?<=\\$\\$Lambda)\\$\\d+|(?<=Generated(?:Method|Constructor|SerializationConstructor)Accessor)\\d+");

    static JavaFrame of(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        String type = withoutNumbers(method.getType().getName());
        return new JavaFrame(type + "." + method.getName(), fileOf(type), Math.max(0, frame.getLineNumber()));
    }

    static String withoutNumbers(String type) {
        return GENERATED.matcher(type).replaceAll("");
    }

    /** {@code java.util.Map$Entry} is in {@code java/util/Map.java}: true of all but a file's second top-level classes. */
    static String fileOf(String type) {
        int inner = type.indexOf('$', type.lastIndexOf('.') + 2);
        String outer = inner < 0 ? type : type.substring(0, inner);
        return outer.replace('.', '/') + ".java";
    }
}
