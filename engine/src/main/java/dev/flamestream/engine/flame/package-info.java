/** Merged trees in the forms that readers want: flame graphs, pprof, folded text, function tables. */
@NullMarked
package dev.flamestream.engine.flame;

import org.jspecify.annotations.NullMarked;
