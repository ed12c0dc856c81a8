/** Everything in one process: what is started in which order, on which folder, and how it ends. */
@NullMarked
package dev.flamestream.standalone.up;

import org.jspecify.annotations.NullMarked;
