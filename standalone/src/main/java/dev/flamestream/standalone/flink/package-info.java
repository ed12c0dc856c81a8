/** A Flink mini cluster inside this process, and the checkpoints it goes on from. */
@NullMarked
package dev.flamestream.standalone.flink;

import org.jspecify.annotations.NullMarked;
