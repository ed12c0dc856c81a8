/** A profile as it comes in: inflated, decoded into flat arrays, checked, or refused with a reason. */
@NullMarked
package dev.flamestream.engine.profile;

import org.jspecify.annotations.NullMarked;
