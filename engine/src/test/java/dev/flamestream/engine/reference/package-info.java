/** A second, naive engine that tests compare the real one with, and ways to write sections and read trees as text. */
@NullMarked
package dev.flamestream.engine.reference;

import org.jspecify.annotations.NullMarked;
