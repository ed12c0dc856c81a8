/** Profile files on their way to Kafka. */
@NullMarked
package dev.flamestream.standalone.push;

import org.jspecify.annotations.NullMarked;
