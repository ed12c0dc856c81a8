/** What is done to the parts of a cluster, and what brings them back. */
@NullMarked
package dev.flamestream.cluster.fault;

import org.jspecify.annotations.NullMarked;
