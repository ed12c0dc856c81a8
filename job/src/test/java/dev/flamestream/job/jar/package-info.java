@NullMarked
package dev.flamestream.job.jar;

import org.jspecify.annotations.NullMarked;
