/** Records as Kafka has them, on their way to their head or to the rejected topic. */
@NullMarked
package dev.flamestream.job.intake;

import org.jspecify.annotations.NullMarked;
