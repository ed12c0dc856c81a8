/** Tests of the record's contract. */
@NullMarked
package dev.flamestream.schemas.record;

import org.jspecify.annotations.NullMarked;
