/** Totals of profiles over time. */
@NullMarked
package dev.flamestream.engine.timeline;

import org.jspecify.annotations.NullMarked;
