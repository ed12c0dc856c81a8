/** Tests of everything in one process, seen from outside. */
@NullMarked
package dev.flamestream.standalone.up;

import org.jspecify.annotations.NullMarked;
