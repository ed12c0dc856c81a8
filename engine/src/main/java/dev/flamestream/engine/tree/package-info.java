/** Frames, call trees and the one walk that interns, merges and orders them. */
@NullMarked
package dev.flamestream.engine.tree;

import org.jspecify.annotations.NullMarked;
