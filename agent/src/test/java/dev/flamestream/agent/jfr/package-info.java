/** Tests of the package of the same name. */
@NullMarked
package dev.flamestream.agent.jfr;

import org.jspecify.annotations.NullMarked;
