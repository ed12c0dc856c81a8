/** Measurements of hours and days of profiles, of blocks, and of the whole system. */
@NullMarked
package dev.flamestream.benchmarks.large;

import org.jspecify.annotations.NullMarked;
