@NullMarked
package dev.flamestream.cluster.fault;

import org.jspecify.annotations.NullMarked;
