/** A real Kafka broker inside this process. */
@NullMarked
package dev.flamestream.standalone.kafka;

import org.jspecify.annotations.NullMarked;
