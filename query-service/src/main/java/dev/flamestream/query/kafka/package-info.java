/** How Kafka is reached and what its clients are told. */
@NullMarked
package dev.flamestream.query.kafka;

import org.jspecify.annotations.NullMarked;
