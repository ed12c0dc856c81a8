/** Cuts on their way into blocks. */
@NullMarked
package dev.flamestream.job.blocks;

import org.jspecify.annotations.NullMarked;
