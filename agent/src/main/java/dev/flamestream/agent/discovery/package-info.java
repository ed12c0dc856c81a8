/** Where targets come from: the configuration itself and files that other tools rewrite. */
@NullMarked
package dev.flamestream.agent.discovery;

import org.jspecify.annotations.NullMarked;
