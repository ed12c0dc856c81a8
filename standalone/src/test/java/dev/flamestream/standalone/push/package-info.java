/** Tests of the push package: no cluster, no service but fakes. */
@NullMarked
package dev.flamestream.standalone.push;

import org.jspecify.annotations.NullMarked;
