/** What a query asks for, which sections can answer it, and where live and stored ones meet. */
@NullMarked
package dev.flamestream.engine.select;

import org.jspecify.annotations.NullMarked;
