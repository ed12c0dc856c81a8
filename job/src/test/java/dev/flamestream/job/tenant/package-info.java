/** Tests of what is said of tenants, in the job. */
@NullMarked
package dev.flamestream.job.tenant;

import org.jspecify.annotations.NullMarked;
