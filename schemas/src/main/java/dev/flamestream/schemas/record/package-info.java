/** A profile on its way through Kafka: topics, key, headers and labels. */
@NullMarked
package dev.flamestream.schemas.record;

import org.jspecify.annotations.NullMarked;
