/** Tests of the election of replicas. */
@NullMarked
package dev.flamestream.job.replica;

import org.jspecify.annotations.NullMarked;
