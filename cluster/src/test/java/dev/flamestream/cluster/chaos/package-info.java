@NullMarked
package dev.flamestream.cluster.chaos;

import org.jspecify.annotations.NullMarked;
