/** How the job is told what to do: keys, where their values may stand, and what is wrong with them. */
@NullMarked
package dev.flamestream.job.config;

import org.jspecify.annotations.NullMarked;
