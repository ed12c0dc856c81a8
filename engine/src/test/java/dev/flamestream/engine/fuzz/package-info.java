/** Targets of the coverage-guided fuzzer, which is not part of the build: {@link dev.flamestream.engine.fuzz.FuzzRun} runs it. */
@NullMarked
package dev.flamestream.engine.fuzz;

import org.jspecify.annotations.NullMarked;
