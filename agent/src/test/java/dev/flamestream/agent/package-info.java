/** Tests of the whole agent, and what they share. */
@NullMarked
package dev.flamestream.agent;

import org.jspecify.annotations.NullMarked;
