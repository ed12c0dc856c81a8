/** What is said of each tenant, as the job reads it, and what it counts of it. */
@NullMarked
package dev.flamestream.job.tenant;

import org.jspecify.annotations.NullMarked;
