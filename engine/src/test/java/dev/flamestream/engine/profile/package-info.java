/** Tests of the package of the same name. */
@NullMarked
package dev.flamestream.engine.profile;

import org.jspecify.annotations.NullMarked;
