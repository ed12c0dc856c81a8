/** Tests of the package of the same name. */
@NullMarked
package dev.flamestream.agent.config;

import org.jspecify.annotations.NullMarked;
