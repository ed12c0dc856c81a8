/** Stored sections: listings, footers and the object store they are read from. */
@NullMarked
package dev.flamestream.query.blocks;

import org.jspecify.annotations.NullMarked;
