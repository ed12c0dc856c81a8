/** Tests of the package of the same name. */
@NullMarked
package dev.flamestream.agent.publish;

import org.jspecify.annotations.NullMarked;
