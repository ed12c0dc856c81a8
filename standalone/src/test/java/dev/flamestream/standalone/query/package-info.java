/** Tests of the query package: no cluster, no service but fakes. */
@NullMarked
package dev.flamestream.standalone.query;

import org.jspecify.annotations.NullMarked;
