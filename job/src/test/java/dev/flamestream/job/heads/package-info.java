/** Tests of the head operator on Flink's own harness, with a clock of theirs. */
@NullMarked
package dev.flamestream.job.heads;

import org.jspecify.annotations.NullMarked;
