@NullMarked
package dev.flamestream.cluster.layout;

import org.jspecify.annotations.NullMarked;
