/** What must hold of blocks. */
@NullMarked
package dev.flamestream.engine.block;

import org.jspecify.annotations.NullMarked;
