/** The whole system as one process, fed through its own Kafka, and what it uses of the machine. */
@NullMarked
package dev.flamestream.benchmarks.whole;

import org.jspecify.annotations.NullMarked;
