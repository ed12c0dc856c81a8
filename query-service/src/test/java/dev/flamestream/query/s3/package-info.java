/** Tests of the package, and the fakes that they need. */
@NullMarked
package dev.flamestream.query.s3;

import org.jspecify.annotations.NullMarked;
