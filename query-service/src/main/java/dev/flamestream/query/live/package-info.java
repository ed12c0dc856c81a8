/** Live sections: heads read from the state of the Flink job. */
@NullMarked
package dev.flamestream.query.live;

import org.jspecify.annotations.NullMarked;
