/** Many sections become one call tree. */
@NullMarked
package dev.flamestream.engine.select.merge;

import org.jspecify.annotations.NullMarked;
