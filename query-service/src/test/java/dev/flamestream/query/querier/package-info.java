/** What the service asks, and the threads that help it. */
@NullMarked
package dev.flamestream.query.querier;

import org.jspecify.annotations.NullMarked;
