/** Tests of limits, their file and its changes. */
@NullMarked
package dev.flamestream.engine.limits;

import org.jspecify.annotations.NullMarked;
