/** Over how many shards a tenant goes and over how many keys a service, by what they were measured to send. */
@NullMarked
package dev.flamestream.job.route;

import org.jspecify.annotations.NullMarked;
