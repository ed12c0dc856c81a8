/** Tests of electing replicas. */
@NullMarked
package dev.flamestream.engine.replica;

import org.jspecify.annotations.NullMarked;
