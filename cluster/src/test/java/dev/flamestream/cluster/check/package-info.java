@NullMarked
package dev.flamestream.cluster.check;

import org.jspecify.annotations.NullMarked;
