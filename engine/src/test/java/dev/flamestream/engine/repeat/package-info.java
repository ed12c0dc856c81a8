/** Tests of knowing records by their ids. */
@NullMarked
package dev.flamestream.engine.repeat;

import org.jspecify.annotations.NullMarked;
