/** The client library: profiles in, acknowledged Kafka records out, bounded memory between. */
@NullMarked
package dev.flamestream.agent.publish;

import org.jspecify.annotations.NullMarked;
