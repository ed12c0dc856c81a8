@NullMarked
package dev.flamestream.job.config;

import org.jspecify.annotations.NullMarked;
