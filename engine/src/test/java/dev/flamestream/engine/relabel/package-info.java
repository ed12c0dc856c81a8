/** Tests of relabelling and sampling. */
@NullMarked
package dev.flamestream.engine.relabel;

import org.jspecify.annotations.NullMarked;
