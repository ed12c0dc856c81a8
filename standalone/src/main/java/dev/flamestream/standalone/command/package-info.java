/** The command line: one class a verb, which reads its options and says what came of it. */
@NullMarked
package dev.flamestream.standalone.command;

import org.jspecify.annotations.NullMarked;
