/** What must hold of decoding pages. */
@NullMarked
package dev.flamestream.engine.block.read;

import org.jspecify.annotations.NullMarked;
