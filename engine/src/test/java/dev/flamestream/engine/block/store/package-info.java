/** What must hold of where blocks live. */
@NullMarked
package dev.flamestream.engine.block.store;

import org.jspecify.annotations.NullMarked;
