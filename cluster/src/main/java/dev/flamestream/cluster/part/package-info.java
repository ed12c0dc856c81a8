/** The parts of a cluster: what each is started with, and in which order. */
@NullMarked
package dev.flamestream.cluster.part;

import org.jspecify.annotations.NullMarked;
