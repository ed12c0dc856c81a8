/** Tests of the package of the same name. */
@NullMarked
package dev.flamestream.agent.discovery;

import org.jspecify.annotations.NullMarked;
