/** The benchmarks run and say what they measured. */
@NullMarked
package dev.flamestream.benchmarks;

import org.jspecify.annotations.NullMarked;
