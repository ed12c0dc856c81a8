/** What each tenant may do: limits with names, their file, and how it is read again while everything runs. */
@NullMarked
package dev.flamestream.engine.limits;

import org.jspecify.annotations.NullMarked;
