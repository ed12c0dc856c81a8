/** Profiles that clients push, on their way to Kafka. */
@NullMarked
package dev.flamestream.query.push;

import org.jspecify.annotations.NullMarked;
