/** What a query does and costs: its stages, its reads, and the trace that shows both. */
@NullMarked
package dev.flamestream.query.trace;

import org.jspecify.annotations.NullMarked;
