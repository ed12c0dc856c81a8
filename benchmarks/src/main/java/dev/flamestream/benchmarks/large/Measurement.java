package dev.flamestream.benchmarks.large;

import dev.flamestream.benchmarks.report.Result;
import java.util.List;
import java.util.Set;

/** One or more rows of the table of targets. */
public interface Measurement {
    /** What is done, for the progress on the terminal. */
    String title();

    /** Which rows. */
    Set<Integer> rows();

    /** Measures; takes seconds to minutes. */
    List<Result> run(Scale scale) throws Exception;
}
