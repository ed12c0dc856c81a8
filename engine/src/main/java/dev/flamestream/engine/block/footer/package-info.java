/** What a block says of itself: its sections, and where its pages are. */
@NullMarked
package dev.flamestream.engine.block.footer;

import org.jspecify.annotations.NullMarked;
