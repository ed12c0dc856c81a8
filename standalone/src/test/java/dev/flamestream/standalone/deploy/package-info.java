/** What docker/ says, held against the code and the build: containers cannot run where the tests run. */
@NullMarked
package dev.flamestream.standalone.deploy;

import org.jspecify.annotations.NullMarked;
