/** Tests of what comes from Kafka and what goes back to it. */
@NullMarked
package dev.flamestream.job.intake;

import org.jspecify.annotations.NullMarked;
