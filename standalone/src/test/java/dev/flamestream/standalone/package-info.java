/** Tests of everything in one process, in processes of their own. */
@NullMarked
package dev.flamestream.standalone;

import org.jspecify.annotations.NullMarked;
