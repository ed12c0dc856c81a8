/** Targets, when each is asked, the asking, and what came of it. */
@NullMarked
package dev.flamestream.agent.scrape;

import org.jspecify.annotations.NullMarked;
