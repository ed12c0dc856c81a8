/** What tenants and services that share slots do to each other. */
@NullMarked
package dev.flamestream.benchmarks.shared;

import org.jspecify.annotations.NullMarked;
