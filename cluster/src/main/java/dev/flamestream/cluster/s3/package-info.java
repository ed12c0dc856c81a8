/** The store, as its clients see it. */
@NullMarked
package dev.flamestream.cluster.s3;

import org.jspecify.annotations.NullMarked;
