/** Agents that scrape the same targets: one of them counts. */
@NullMarked
package dev.flamestream.job.replica;

import org.jspecify.annotations.NullMarked;
