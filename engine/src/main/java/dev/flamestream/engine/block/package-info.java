/** Blocks: the Parquet files that stored sections live in. */
@NullMarked
package dev.flamestream.engine.block;

import org.jspecify.annotations.NullMarked;
