/** A block into sections. */
@NullMarked
package dev.flamestream.engine.block.read;

import org.jspecify.annotations.NullMarked;
