/** Tests of the tree types. */
@NullMarked
package dev.flamestream.engine.tree;

import org.jspecify.annotations.NullMarked;
