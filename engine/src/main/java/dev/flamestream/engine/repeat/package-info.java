/** Knowing a record that was taken before by its id. */
@NullMarked
package dev.flamestream.engine.repeat;

import org.jspecify.annotations.NullMarked;
