/** Workloads are what they say they are. */
@NullMarked
package dev.flamestream.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
