/** A long run of the whole system under many tenants, services and series, of which each profile is counted. */
@NullMarked
package dev.flamestream.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
