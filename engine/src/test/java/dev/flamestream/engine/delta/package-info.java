/** Tests of differences of cumulative profiles. */
@NullMarked
package dev.flamestream.engine.delta;

import org.jspecify.annotations.NullMarked;
