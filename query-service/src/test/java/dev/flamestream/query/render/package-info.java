/** Tests of the older API. */
@NullMarked
package dev.flamestream.query.render;

import org.jspecify.annotations.NullMarked;
