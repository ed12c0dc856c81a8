/** Cuts on their way into blocks through the file sink. */
@NullMarked
package dev.flamestream.job.blocks;

import org.jspecify.annotations.NullMarked;
