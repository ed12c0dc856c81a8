/** The part of the benchmarks that needs the reader's own steps: the same package as the reader's, on the class path. */
@NullMarked
package dev.flamestream.engine.block.read;

import org.jspecify.annotations.NullMarked;
