/** Where a cluster on one machine keeps things, and on which ports its parts listen. */
@NullMarked
package dev.flamestream.cluster.layout;

import org.jspecify.annotations.NullMarked;
