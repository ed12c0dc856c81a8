/** What the benchmarks feed the system: hours of profiles, made with a fixed seed from a few real ones. */
@NullMarked
package dev.flamestream.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
