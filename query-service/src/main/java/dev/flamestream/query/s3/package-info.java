/** Blocks in a bucket: every request that goes to the store, and what comes of it. */
@NullMarked
package dev.flamestream.query.s3;

import org.jspecify.annotations.NullMarked;
