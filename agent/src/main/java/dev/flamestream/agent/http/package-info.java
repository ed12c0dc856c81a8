/** The agent's own HTTP face: targets, metrics, readiness. */
@NullMarked
package dev.flamestream.agent.http;

import org.jspecify.annotations.NullMarked;
