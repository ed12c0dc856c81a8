/** A stored profile: names of a block's columns, metadata and folders. */
@NullMarked
package dev.flamestream.schemas.block;

import org.jspecify.annotations.NullMarked;
