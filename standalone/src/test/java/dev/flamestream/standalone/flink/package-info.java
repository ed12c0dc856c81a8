/** Tests of the mini cluster and of what it goes on from. */
@NullMarked
package dev.flamestream.standalone.flink;

import org.jspecify.annotations.NullMarked;
