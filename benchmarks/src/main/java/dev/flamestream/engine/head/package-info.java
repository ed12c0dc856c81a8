/** What a benchmark needs of the head log beside its public side. */
@NullMarked
package dev.flamestream.engine.head;

import org.jspecify.annotations.NullMarked;
