@NullMarked
package dev.flamestream.job.preflight;

import org.jspecify.annotations.NullMarked;
