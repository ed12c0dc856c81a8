/** Where blocks live: folders, listings, ranged reads. */
@NullMarked
package dev.flamestream.engine.block.store;

import org.jspecify.annotations.NullMarked;
