/** The keyed operator that owns the heads: appends, cuts, hands over and publishes them. */
@NullMarked
package dev.flamestream.job.heads;

import org.jspecify.annotations.NullMarked;
