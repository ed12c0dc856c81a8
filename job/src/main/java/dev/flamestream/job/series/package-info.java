/** What the job keeps of single series, beside the heads that their profiles are in. */
@NullMarked
package dev.flamestream.job.series;

import org.jspecify.annotations.NullMarked;
