/** Tests of the package, and the fakes that they need. */
@NullMarked
package dev.flamestream.query.cache;

import org.jspecify.annotations.NullMarked;
