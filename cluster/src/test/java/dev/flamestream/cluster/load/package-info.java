@NullMarked
package dev.flamestream.cluster.load;

import org.jspecify.annotations.NullMarked;
