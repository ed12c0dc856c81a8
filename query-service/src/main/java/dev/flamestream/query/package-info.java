/** The query service: wiring, configuration and metrics of one deployable. */
@NullMarked
package dev.flamestream.query;

import org.jspecify.annotations.NullMarked;
