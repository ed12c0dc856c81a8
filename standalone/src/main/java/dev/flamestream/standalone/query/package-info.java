/** Answers of a running query service, as text for a terminal. */
@NullMarked
package dev.flamestream.standalone.query;

import org.jspecify.annotations.NullMarked;
