/** Self-profiling of the running JVM: JFR events in, pprof out. */
@NullMarked
package dev.flamestream.agent.jfr;

import org.jspecify.annotations.NullMarked;
