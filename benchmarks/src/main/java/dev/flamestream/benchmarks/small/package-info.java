/** Benchmarks of single steps, by JMH. */
@NullMarked
package dev.flamestream.benchmarks.small;

import org.jspecify.annotations.NullMarked;
