/** How the job's keys, records and states become bytes, each with a version. */
@NullMarked
package dev.flamestream.job.state;

import org.jspecify.annotations.NullMarked;
