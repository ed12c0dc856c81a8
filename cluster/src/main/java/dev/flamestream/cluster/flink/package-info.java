/** A real Flink cluster: its configuration, its REST API, and jobs submitted as users submit them. */
@NullMarked
package dev.flamestream.cluster.flink;

import org.jspecify.annotations.NullMarked;
