/** The whole, from Kafka records to answers over HTTP, in a process of its own that the tests start, stop and kill. */
@NullMarked
package dev.flamestream.standalone.acceptance;

import org.jspecify.annotations.NullMarked;
