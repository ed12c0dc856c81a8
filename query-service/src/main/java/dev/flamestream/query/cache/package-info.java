/** Chunks of blocks on a disk of this machine, so that what was read once is not asked of the store again. */
@NullMarked
package dev.flamestream.query.cache;

import org.jspecify.annotations.NullMarked;
