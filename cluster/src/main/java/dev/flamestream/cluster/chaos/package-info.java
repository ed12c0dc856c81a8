/** Kills and freezes the parts of a cluster under load, and judges every answer it gives meanwhile. */
@NullMarked
package dev.flamestream.cluster.chaos;

import org.jspecify.annotations.NullMarked;
