/** A steady load of profiles whose sums are known, and the book that is kept of it. */
@NullMarked
package dev.flamestream.cluster.load;

import org.jspecify.annotations.NullMarked;
