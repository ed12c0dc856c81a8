/** Tests of the command package: no cluster, no service but fakes. */
@NullMarked
package dev.flamestream.standalone.command;

import org.jspecify.annotations.NullMarked;
