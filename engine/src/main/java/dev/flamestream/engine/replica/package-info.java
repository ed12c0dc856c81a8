/** Which of several agents that scrape the same targets counts. */
@NullMarked
package dev.flamestream.engine.replica;

import org.jspecify.annotations.NullMarked;
