/** What Flamestream costs, measured against baselines in the same run. */
@NullMarked
package dev.flamestream.benchmarks;

import org.jspecify.annotations.NullMarked;
