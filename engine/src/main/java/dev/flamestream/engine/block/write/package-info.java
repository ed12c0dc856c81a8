/** Sections into a block. */
@NullMarked
package dev.flamestream.engine.block.write;

import org.jspecify.annotations.NullMarked;
