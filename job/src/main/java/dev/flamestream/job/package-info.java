/** The Flink job: its topology, its configuration and its entry point. */
@NullMarked
package dev.flamestream.job;

import org.jspecify.annotations.NullMarked;
