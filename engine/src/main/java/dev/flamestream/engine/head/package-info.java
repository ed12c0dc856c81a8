/** Heads: what has come in and is not stored yet, as a log that rebuilds everything. */
@NullMarked
package dev.flamestream.engine.head;

import org.jspecify.annotations.NullMarked;
