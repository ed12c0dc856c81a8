/** Operating-system processes that outlive the command that started them. */
@NullMarked
package dev.flamestream.cluster.process;

import org.jspecify.annotations.NullMarked;
