/** The agent: scrapes profiles and publishes them to Kafka. */
@NullMarked
package dev.flamestream.agent;

import org.jspecify.annotations.NullMarked;
