/** The agent's YAML file, read whole, with every fault and the line it stands on. */
@NullMarked
package dev.flamestream.agent.config;

import org.jspecify.annotations.NullMarked;
