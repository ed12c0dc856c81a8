@NullMarked
package dev.flamestream.cluster.process;

import org.jspecify.annotations.NullMarked;
