/** Tests of the package of the same name. */
@NullMarked
package dev.flamestream.engine.head;

import org.jspecify.annotations.NullMarked;
