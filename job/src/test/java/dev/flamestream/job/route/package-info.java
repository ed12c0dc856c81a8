/** Tests of how wide tenants and services are. */
@NullMarked
package dev.flamestream.job.route;

import org.jspecify.annotations.NullMarked;
