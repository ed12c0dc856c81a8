/** Tests of the package of the same name. */
@NullMarked
package dev.flamestream.agent.scrape;

import org.jspecify.annotations.NullMarked;
