/** Random lives of heads: whatever happens to them, every answer is the naive database's. */
@NullMarked
package dev.flamestream.engine.history;

import org.jspecify.annotations.NullMarked;
