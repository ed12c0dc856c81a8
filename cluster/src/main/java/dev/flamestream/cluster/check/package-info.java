/** Asks query services without pause and holds each answer against the book. */
@NullMarked
package dev.flamestream.cluster.check;

import org.jspecify.annotations.NullMarked;
