/** The query API that Pyroscope's clients speak. */
@NullMarked
package dev.flamestream.query.querier;

import org.jspecify.annotations.NullMarked;
