/** The verbs of {@code flamestream cluster}. */
@NullMarked
package dev.flamestream.cluster.command;

import org.jspecify.annotations.NullMarked;
