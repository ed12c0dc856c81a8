/** What was measured, as a table for people and as JSON for programs. */
@NullMarked
package dev.flamestream.benchmarks.report;

import org.jspecify.annotations.NullMarked;
