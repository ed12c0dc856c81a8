/** Reports say what was met. */
@NullMarked
package dev.flamestream.benchmarks.report;

import org.jspecify.annotations.NullMarked;
