/** Selectors as text, in PromQL's grammar. */
@NullMarked
package dev.flamestream.engine.select.parse;

import org.jspecify.annotations.NullMarked;
