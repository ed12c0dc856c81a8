/** Values that count from the start of a process, turned into what was added since the profile before. */
@NullMarked
package dev.flamestream.engine.delta;

import org.jspecify.annotations.NullMarked;
